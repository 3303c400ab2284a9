export { openSignIn, type SignIn } from '#store/sign-in.ts';
