// What pages with pictures do.

import { bindPictures, watchDrops } from './image-add.mjs';
import { bindAddImage } from './image-page.mjs';
import { bindViewer } from './image-viewer.mjs';
import { register } from './registry.mjs';
import { bindStack } from './stack-viewer.mjs';

register('images', bindPictures);
register('add-image', bindAddImage);
register('viewer', bindViewer);
register('stack', bindStack);
watchDrops();
