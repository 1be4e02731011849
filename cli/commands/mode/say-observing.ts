import type { OpenService } from '../../service/open-service.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { ModeName } from './modes.ts';

/** Says that a parameter cannot enforce anything while the deployment is in mode Observe. */
export function sayObserving(
  terminal: Terminal,
  { settings }: Pick<OpenService, 'settings'>,
  mode: ModeName,
): void {
  if (mode === 'enforce' && settings.mode === 'Observe')
    terminal.info(
      'The deployment is in Observe mode, which overrides the parameter. To enforce, deploy with mode=Enforce.',
    );
}
