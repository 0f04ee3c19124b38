// What some browsers have, or a page brings along, and the types of the standard do not tell.
interface Navigator {
  /** On an iPhone: whether the page runs from the home screen. */
  readonly standalone?: boolean;
}

interface ServiceWorkerRegistration {
  readonly sync?: { register(tag: string): Promise<void> };
}

interface InstallPromptEvent extends Event {
  prompt(): Promise<void>;
  readonly userChoice: Promise<{ outcome: string }>;
}

interface WindowEventMap {
  beforeinstallprompt: InstallPromptEvent;
}

/** The hidden fields that scripts fill. */
interface HTMLFormControlsCollection {
  readonly csrf_token: HTMLInputElement;
  readonly count_in: HTMLInputElement;
}

/** Words, measures and kinds in the language of the page. */
declare var PAGE: any;
