/** Every two of a list, each pair once, the one that comes first in front. */
export function pairs<T>(items: readonly T[]): readonly (readonly [T, T])[] {
  return items.flatMap((second, index) => items.slice(0, index).map((first) => [first, second] as const));
}
