import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { chooseFirm, currentFirmId } from '../../api/firm.ts';
import { sessionQuery, type Session } from '../../api/session.ts';
import { useSignOut } from '../../api/useSignOut.ts';
import { EntryFrame, EntryHint } from '../../ui/EntryFrame.tsx';
import { SetUpSteps } from './SetUpSteps.tsx';

/** Where somebody is led whose firm asks for a second factor that they do not have. Nothing else of it is open to them. */
export function TwoFactorPage() {
  const router = useRouter();
  const queryClient = useQueryClient();
  const { next } = useSearch({ from: '/two-factor' });
  const { data: session } = useQuery(sessionQuery);
  const goOn = async (to: string) => {
    queryClient.removeQueries();
    await queryClient.fetchQuery(sessionQuery);
    router.history.push(to);
  };
  const leave = useSignOut();
  const firms = session?.firms ?? [];
  const firm = firms.find(({ id }) => id === currentFirmId()) ?? firms[0];
  return (
    <EntryFrame
      title="Set up a second factor"
      lead={`${firm?.name ?? 'Your firm'} asks everybody to sign in with a code besides the password.`}
    >
      <SetUpSteps act="Go on" onDone={() => void goOn(next ?? '/')} />
      <EntryHint>
        <OtherFirms
          firms={firms.filter(({ id }) => id !== firm?.id)}
          onChoose={(id) => {
            chooseFirm(id);
            void goOn('/');
          }}
        />
        <button type="button" onClick={() => void leave()}>
          Sign out
        </button>
      </EntryHint>
    </EntryFrame>
  );
}

type OtherFirmsProps = { firms: Session['firms']; onChoose: (id: string) => void };

function OtherFirms({ firms, onChoose }: OtherFirmsProps) {
  return firms.map(({ id, name }) => (
    <span key={id}>
      <button type="button" onClick={() => onChoose(id)}>
        {`Work for ${name}`}
      </button>
      {' · '}
    </span>
  ));
}
