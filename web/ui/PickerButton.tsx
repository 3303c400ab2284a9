import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import type { IconName } from './icons.tsx';
import { Icon } from './icons.tsx';
import classes from './picker.module.css';

type PickerButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  icon?: IconName;
  /** Something is chosen: the button says so by its looks. */
  chosen?: boolean;
  plain?: boolean;
  /** On a narrow screen its sign is enough. */
  quiet?: boolean;
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
};

/** A small button that opens a choice and shows what is chosen. */
export function PickerButton({
  icon,
  chosen = false,
  plain = false,
  quiet = false,
  children,
  ...rest
}: PickerButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classes.button}
      data-chosen={chosen || undefined}
      data-plain={plain || undefined}
      data-quiet={quiet || undefined}
    >
      {icon && <Icon name={icon} size={14} />}
      <span className={classes.text}>{children}</span>
      {!plain && <Icon name="chevronDown" size={12} />}
    </button>
  );
}
