// What some browsers or a page's other scripts define, and the standard types lack.

// A script belongs to its template: the elements and data attributes that it looks for are taken to exist. Where one
// may be missing the script checks it, of which no type reminds it; the browser tests open every page.
interface Document {
  getElementById(id: string): HTMLElement;
}

interface ParentNode {
  querySelector<Tag extends keyof HTMLElementTagNameMap>(selectors: Tag): HTMLElementTagNameMap[Tag];
  querySelector<Found extends Element = HTMLElement>(selectors: string): Found;
  querySelectorAll<Tag extends keyof HTMLElementTagNameMap>(selectors: Tag): NodeListOf<HTMLElementTagNameMap[Tag]>;
  querySelectorAll<Found extends Element = HTMLElement>(selectors: string): NodeListOf<Found>;
}

interface Element {
  closest<Tag extends keyof HTMLElementTagNameMap>(selectors: Tag): HTMLElementTagNameMap[Tag];
  closest<Found extends Element = HTMLElement>(selectors: string): Found;
}

interface HTMLElement {
  readonly dataset: { [name: string]: string };
}

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

/** Messages, measures and kinds in the language of the page. */
declare var PAGE: any;

/** A list of the catalogue, which the build puts into the script as a text. */
declare module "*.csv" {
  const text: string;
  export default text;
}

/** A program of a package, which the build puts beside the scripts; this is its address from there. */
declare module "*.wasm" {
  const address: string;
  export default address;
}
