export type { SignedInPerson as Person } from '#store/signed-in-person.ts';
export { openSignIn, type SignIn } from '#store/sign-in.ts';
export type { Checked } from '#store/two-factor.ts';
