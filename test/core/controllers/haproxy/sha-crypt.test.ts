import test from "ava";
import { shaCrypt } from "../../../../core/controllers/haproxy/sha-crypt.ts";

/** The specification's own vectors, and two that the C library's crypt(3) made. */
const vectors: readonly [string, string, number | undefined, string][] = [
  [
    "Hello world!",
    "saltstringsaltstring",
    10_000,
    "$5$rounds=10000$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA",
  ],
  [
    "This is just a test",
    "toolongsaltstring",
    5000,
    "$5$rounds=5000$toolongsaltstrin$Un/5jzAHMgOGZ5.mWJpuVolil07guHPvOW8mGRcvxa5",
  ],
  [
    "the minimum number is still observed",
    "roundstoolow",
    1000,
    "$5$rounds=1000$roundstoolow$yfvwcWrQ8l/K0DAWyuPMDNHpIVlTQebY9l/gL972bIC",
  ],
  [
    "abcdefghijklmnopqrstuvwxyz012345",
    "abcdefgh12345678",
    undefined,
    "$5$rounds=1000$abcdefgh12345678$Nch7raEUOnebc9efuQHD2D8A.q3e3Vtt9a.w2EKqyZ0",
  ],
  // Longer than one digest.
  [
    "a very much longer text to encrypt.  This one even stretches over more than one line.",
    "anotherlongsaltstring",
    1400,
    "$5$rounds=1400$anotherlongsalts$epZZlHtH1tHOZ8DnGj41SJcfP6bNgf3t.hurPudKyU6",
  ],
];

for (const [password, salt, rounds, hash] of vectors) {
  test(`the hash of "${password}" with salt ${salt} is the known one`, (t) => {
    t.is(shaCrypt(password, salt, rounds), hash);
  });
}
