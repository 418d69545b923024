import { expect, it } from "vitest";
import { hasMaths, withMaths } from "@/ui/maths";

it("brings every way of writing a formula into one", () => {
  expect(withMaths("So \\(a^2\\) and $b_1$.")).toBe("So $$a^2$$ and $$b_1$$.");
  expect(withMaths("Then \\[ x = 1 \\] holds")).toBe("Then \n$$\nx = 1\n$$\n holds");
  expect(withMaths("$$\nx\n$$")).toBe("\n$$\nx\n$$\n");
  expect(withMaths("Thus:\n$$x = 1$$\nand $$y$$.")).toBe("Thus:\n\n$$\nx = 1\n$$\n\nand $$y$$.");
});

it("leaves prices, escaped dollars and code alone", () => {
  const plain = ["It costs $5 and $10.", "\\$a\\$", "`$x$` and ```\n$y$\n```", "a$b$c", "$ x $"];
  expect(plain.filter(hasMaths)).toEqual([]);
  expect(plain.map(withMaths)).toEqual(plain);
});

it("leaves a code block alone that is still being written", () => {
  expect(withMaths("```tex\n\\(a\\)")).toBe("```tex\n\\(a\\)");
});
