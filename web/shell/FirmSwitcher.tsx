import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { chooseFirm } from '../api/firm.ts';
import type { Session, SessionFirm } from '../api/session.ts';
import { ActionMenu } from '../ui/ActionMenu.tsx';
import { Icon } from '../ui/icons.tsx';
import classes from './shell.module.css';

/** The firm that the pages show; a menu for those who belong to several. */
export function FirmSwitcher({ firms, firm }: { firms: Session['firms']; firm: SessionFirm }) {
  const queryClient = useQueryClient();
  const router = useRouter();
  const mark = (
    <span className={classes.mark} aria-hidden="true">
      {firm.name.slice(0, 1).toUpperCase()}
    </span>
  );
  if (firms.length === 1) {
    return (
      <div className={classes.switcher} style={{ cursor: 'default' }} title={firm.name}>
        {mark}
        <span className={classes.name}>{firm.name}</span>
      </div>
    );
  }
  const change = async (id: string) => {
    if (id === firm.id) return;
    chooseFirm(id);
    // Ids mean nothing in another firm, so the first page opens afresh and nothing of the other firm stays.
    await queryClient.refetchQueries({ queryKey: ['session'] });
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    router.history.push('/');
  };
  return (
    <ActionMenu
      name="Change firm"
      position="bottom-start"
      width={260}
      target={
        <button type="button" className={classes.switcher}>
          {mark}
          <span className={classes.name}>{firm.name}</span>
          <span className="visually-hidden">Change firm</span>
          <Icon name="chevrons" size={14} />
        </button>
      }
      actions={firms.map(({ id, name }) => ({
        label: name,
        mark: id === firm.id ? <Icon name="check" /> : null,
        onChoose: () => void change(id),
      }))}
    />
  );
}
