import { Button, Modal } from '@mantine/core';
import type { Invitation } from '../../api/settings.ts';
import { useFirm, useFormats } from '../../util/firm-context.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import classes from './settings.module.css';

/** The link is shown once, to be handed over; a mail with it is begun in the person's own mail program. */
export function InvitationLink({
  invitation,
  onClose,
}: {
  invitation: Invitation | null;
  onClose: () => void;
}) {
  const formats = useFormats();
  const firm = useFirm();
  const link = invitation?.link ?? null;
  return (
    <Modal opened={invitation !== null} onClose={onClose} title="Hand over the link" size={520} centered>
      {invitation !== null && (
        <div className={classes.secret}>
          {link === null ? (
            <p>The link was shown before. Open the person again for a new one.</p>
          ) : (
            <>
              <p>
                {`With this link ${invitation.member.name} chooses a password and is in. It works once, until ${formats.instant(invitation.expiresAt)}, and is not shown again.`}
              </p>
              <code>{link}</code>
              <div className={classes.logo}>
                <CopyButton text={link}>Copy the link</CopyButton>
                <Button
                  component="a"
                  variant="default"
                  href={mailTo(invitation.member, firm.name, link)}
                  target="_blank"
                >
                  Write a mail
                </Button>
              </div>
            </>
          )}
        </div>
      )}
    </Modal>
  );
}

function mailTo({ name, email }: Invitation['member'], firm: string, link: string): string {
  const subject = `${firm} on Workledger`;
  const body = `Hello ${name},\n\nhere you choose your password for Workledger at ${firm}:\n\n${link}\n`;
  return `mailto:${encodeURIComponent(email)}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
}
