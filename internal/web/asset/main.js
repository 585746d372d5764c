// @ts-check
// Every page works without this file. Each module enhances one thing and
// listens on the document, so that a region that was swapped needs no second
// start.

import { watchTheme } from './theme.js';
import { watchChanges } from './redline.js';
import { watchPanel } from './panel.js';
import { watchEditor } from './editor.js';
import { watchDrop } from './drop.js';
import { watchSigning } from './sign.js';
import { watchVerify } from './verify.js';
import { watchAnalysis } from './analyse.js';
import { watchRecord } from './memory.js';
import { watchPasskeys } from './passkey.js';
import { noteOpenings } from './opening.js';
import { showOpenTab } from './tabs.js';
import { watchRows } from './rows.js';
import { watchScores } from './score.js';
import { watchReview } from './review.js';
import { followLive } from './live.js';

watchTheme();
watchChanges();
watchPanel();
watchEditor();
watchDrop();
watchSigning();
watchVerify();
watchAnalysis();
watchRecord();
watchPasskeys();
showOpenTab();
watchRows();
watchScores();
watchReview();
noteOpenings();
followLive();
