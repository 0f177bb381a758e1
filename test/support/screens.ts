/** Screens of a test, closed behind it. */
import { createScreen, type Screen, type ScreenOptions } from '../../lab/screen.ts';

export function createScreens() {
  const screens: Screen[] = [];
  return {
    open(options: ScreenOptions): Screen {
      const screen = createScreen(options);
      screens.push(screen);
      return screen;
    },
    closeAll() {
      for (const screen of screens.splice(0)) screen.close();
    },
  };
}
