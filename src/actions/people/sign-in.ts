export { openSignIn, passwordLengthMax, passwordLengthMin, type SignIn } from '#store/sign-in.ts';
