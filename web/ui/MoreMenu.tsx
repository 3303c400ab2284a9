import { Button } from '@mantine/core';
import { ActionMenu, type Action } from './ActionMenu.tsx';
import { Icon } from './icons.tsx';

/** What can be done besides what has a button of its own, at the end of a head. */
export function MoreMenu({ actions }: { actions: readonly Action[] }) {
  return (
    <ActionMenu
      name="More to do"
      target={
        <Button variant="default" px={9} aria-label="More to do">
          <Icon name="more" />
        </Button>
      }
      actions={actions}
    />
  );
}
