import { BackendEditor } from './backend-editor.js';
import { BackendProver } from './backend-prover.js';
import { BackendRegistrar } from './backend-registrar.js';
import { BackendReviser } from './backend-reviser.js';
import { BackendViewer } from './backend-viewer.js';
import { BackendController } from './backend.controller.js';
import { BackendsController } from './backends.controller.js';
import { CredentialsController } from './credentials/credentials.controller.js';
import { ServerTester } from './credentials/server-tester.js';
import { TokenBroker } from './credentials/token-broker.js';
import { BackendInspector } from './inspection/backend-inspector.js';
import { HealthDesk } from './inspection/health-desk.js';
import { InspectionController } from './inspection/inspection.controller.js';
import { OptionDesk } from './options/option-desk.js';
import { OptionsController } from './options/options.controller.js';
import { PictureCourier } from './pictures/picture-courier.js';
import { PicturesController } from './pictures/pictures.controller.js';
import { LibraryFinder } from './scans/library-finder.js';
import { LibrarySwitch } from './scans/library-switch.js';
import { KeptScansController } from './scans/kept-scans.controller.js';
import { ScanKeeper } from './scans/scan-keeper.js';
import { ScanPresenter } from './scans/scan-presenter.js';
import { ScansController } from './scans/scans.controller.js';
import { StaleFinder } from './scans/stale-finder.js';
import { TitleScanner } from './scans/title-scanner.js';
import { ServerCaller } from './server-caller.js';

export const BACKEND_CONTROLLERS = [
  BackendsController,
  CredentialsController,
  BackendController,
  InspectionController,
  OptionsController,
  ScansController,
  KeptScansController,
  PicturesController,
];

export const BACKEND_DESKS = [
  ServerCaller,
  BackendViewer,
  BackendRegistrar,
  BackendProver,
  BackendReviser,
  BackendEditor,
  TokenBroker,
  ServerTester,
  OptionDesk,
  BackendInspector,
  HealthDesk,
  LibraryFinder,
  LibrarySwitch,
  TitleScanner,
  StaleFinder,
  ScanPresenter,
  ScanKeeper,
  PictureCourier,
];
