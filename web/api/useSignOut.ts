import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { signOut } from './session.ts';

/** Signs out, as far as the server can be reached, and forgets on this page what was read. */
export function useSignOut(): () => Promise<void> {
  const queryClient = useQueryClient();
  const router = useRouter();
  return async () => {
    await signOut().catch(() => undefined);
    await router.navigate({ to: '/sign-in' });
    queryClient.clear();
  };
}
