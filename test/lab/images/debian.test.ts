import test from "ava";
import { findDebianSource, sourceLine } from "../../../lab/images/debian.ts";

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

const stanza = `Types: deb
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /etc/apt/keyrings/own.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
`;

const found: readonly [title: string, texts: string[], uri: string, signedBy: string][] = [
  ["a deb822 stanza", [stanza], "http://mirror.example/debian", "/etc/apt/keyrings/own.gpg"],
  [
    "a one-line source without options",
    ["# comment\ndeb http://mirror.example/debian bookworm main\n"],
    "http://mirror.example/debian",
    keyring,
  ],
  [
    "a one-line source with options",
    ["deb [arch=amd64 signed-by=/k.gpg] http://mirror.example/debian/ sid main contrib"],
    "http://mirror.example/debian/",
    "/k.gpg",
  ],
  [
    "the first Debian archive among other vendors'",
    ["deb https://packages.example/apt cloud main\n", stanza],
    "http://mirror.example/debian",
    "/etc/apt/keyrings/own.gpg",
  ],
];

for (const [title, texts, uri, signedBy] of found) {
  test(`finds the archive in ${title}`, (t) => {
    t.deepEqual(findDebianSource(texts), { uri, signedBy });
  });
}

const missed: readonly [title: string, text: string][] = [
  ["the security archive alone", "deb http://mirror.example/debian-security bookworm-security main"],
  ["source packages", "deb-src http://mirror.example/debian bookworm main"],
  ["a disabled stanza", stanza.split("\n\n")[0]?.concat("\nEnabled: no\n") ?? ""],
  ["a line that is commented out", "# deb http://mirror.example/debian bookworm main"],
  ["nothing", ""],
];

for (const [title, text] of missed) {
  test(`finds no archive in ${title}`, (t) => {
    t.is(findDebianSource([text]), undefined);
  });
}

test("a source line names keyring, archive and suite", (t) => {
  t.is(
    sourceLine({ uri: "http://mirror.example/debian", signedBy: keyring }, "trixie"),
    `deb [signed-by=${keyring}] http://mirror.example/debian trixie main`,
  );
});
