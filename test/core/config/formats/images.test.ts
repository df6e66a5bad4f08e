import test from "ava";
import { digestProblem, imageProblem } from "../../../../core/config/formats/images.ts";
import { quantityProblem } from "../../../../core/config/formats/quantities.ts";
import { controllers } from "../../../../core/controllers/registry.ts";

const form = 'expected an image with a tag such as "registry.example.com/nginx:1.2.3", got';
const digest = `sha256:${"0a".repeat(32)}`;

test("the images this project runs by default have the form it asks for", (t) => {
  const images = [
    ...Object.values(controllers).map(({ facts }) => facts.image),
    "exposure.local/logrotate:2",
  ];
  t.deepEqual(
    images.filter((image) => imageProblem(image) !== undefined),
    [],
  );
});

test("an image has a tag, and its digest elsewhere", (t) => {
  t.is(imageProblem("localhost:5000/a/b_c:v1"), undefined);
  t.is(imageProblem("nginx"), `${form} "nginx"`);
  t.is(imageProblem("localhost:5000/nginx"), `${form} "localhost:5000/nginx"`);
  t.is(imageProblem("Nginx:1"), `${form} "Nginx:1"`);
  t.is(imageProblem("a b:1"), `${form} "a b:1"`);
  t.is(
    imageProblem("nginx:1@sha256:00"),
    'expected an image with a tag, got "nginx:1@sha256:00": set its digest in digest',
  );
});

test("a digest is a SHA-256 in hexadecimal", (t) => {
  t.is(digestProblem(digest), undefined);
  t.is(digestProblem("sha256:00"), 'expected "sha256:" and 64 hexadecimal digits, got "sha256:00"');
  t.not(digestProblem(digest.toUpperCase()), undefined);
});

test("quantities are Kubernetes'", (t) => {
  for (const right of ["1", "0.5", "100m", "256Mi", "1Gi", "2e3"]) t.is(quantityProblem(right), undefined);
  for (const bad of ["1 Gi", "1GB", "-1", "100mi", ".5", ""]) {
    t.is(quantityProblem(bad), `expected a quantity such as "100m" or "256Mi", got "${bad}"`);
  }
});
