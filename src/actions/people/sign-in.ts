export { hashPassword, openSignIn, type SignIn } from '#store/sign-in.ts';
