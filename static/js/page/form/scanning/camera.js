// The camera of the phone, as long as a code is scanned. Nothing that it sees is stored.

/** Why there is no camera: the name of a message. */
export class CameraError extends Error {
  /** @param {"camera_refused" | "camera_missing" | "camera_busy"} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

const WANTED = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } };
const REFUSED = ["NotAllowedError", "SecurityError"];
const MISSING = ["NotFoundError", "OverconstrainedError", "TypeError"];

/** A camera that is on until `stop`. */
export class Camera {
  /** @param {MediaStream} stream */
  constructor(stream) {
    this.stream = stream;
    this.track = stream.getVideoTracks()[0];
  }

  /** Turns the camera at the back on; throws a `CameraError`. */
  static async open() {
    // Without HTTPS a page has no camera, and neither has an old browser.
    if (!navigator.mediaDevices?.getUserMedia) throw new CameraError("camera_missing");
    try {
      return new Camera(await navigator.mediaDevices.getUserMedia({ video: WANTED, audio: false }));
    } catch (error) {
      const { name } = /** @type {Error} */ (error);
      if (REFUSED.includes(name)) throw new CameraError("camera_refused");
      throw new CameraError(MISSING.includes(name) ? "camera_missing" : "camera_busy");
    }
  }

  stop() {
    for (const track of this.stream.getTracks()) track.stop();
  }

  get hasTorch() {
    return Boolean(/** @type {any} */ (this.track?.getCapabilities?.())?.torch);
  }

  /** @param {boolean} isOn */
  async setTorch(isOn) {
    await this.track.applyConstraints(/** @type {any} */ ({ advanced: [{ torch: isOn }] }));
  }
}
