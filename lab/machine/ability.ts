/** Whether this machine can run something; if not, why, as a part of a sentence that stands alone. */
export type Ability =
  | { readonly ok: true; readonly by: string }
  | { readonly ok: false; readonly reason: string };
