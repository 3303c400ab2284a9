declare module 'virtual:guides' {
  type Guide = {
    readonly name: string;
    readonly title: string;
    readonly group: 'roles' | 'subjects' | 'programs' | 'operating';
    readonly roles: readonly string[];
    readonly tasks: readonly { readonly id: string; readonly title: string }[];
    readonly read: () => Promise<{ readonly html: string }>;
  };

  type GuidePart = {
    readonly guide: string;
    readonly id: string;
    readonly title: string;
    readonly text: string;
  };

  export const guides: readonly Guide[];
  export const readTexts: () => Promise<{ readonly parts: readonly GuidePart[] }>;
}
