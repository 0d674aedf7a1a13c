import 'element-plus/es/components/base/style/css'

import './tokens.css'
import './base.css'
import './desk.css'

import { windowLabel } from './host'

/** Which window this is decides what is loaded: the driver's screen has nothing of the console in it. */
async function start() {
  if (windowLabel() === 'driver') await (await import('./driver/start')).startDriver()
  else await (await import('./console')).startConsole()
}

void start()
