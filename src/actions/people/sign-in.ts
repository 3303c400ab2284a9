export { openSignIn, type SignedInPerson as Person, type SignIn } from '#store/sign-in.ts';
export type { Checked } from '#store/two-factor.ts';
