// Plays the frames of a stack. It never starts by itself, waits for frames that are not here yet, and goes slowly where the
// device asks for less motion.

const CALM = 2;

export class Cine {
  constructor({ step, isReady, changed }) {
    Object.assign(this, { step, isReady, changed, timer: 0, speed: 10 });
  }

  get isOn() {
    return this.timer !== 0;
  }

  /** Play or pause; returns whether it plays slowly because less motion is asked for. */
  toggle(speed) {
    if (this.isOn) return this.stop() ?? false;
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches && speed > CALM;
    this.speed = isCalm ? CALM : speed;
    this.#next();
    this.changed(true);
    return isCalm;
  }

  /** Go at another speed; chosen by hand it holds whatever the device asks for. */
  setSpeed(speed) {
    this.speed = speed;
  }

  #next() {
    this.timer = setTimeout(() => {
      if (this.isReady()) this.step();
      if (this.isOn) this.#next();
    }, 1000 / this.speed);
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.changed(false);
  }
}
