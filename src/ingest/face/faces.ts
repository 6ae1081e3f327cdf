import { holdFileAndPeople } from '../hold.js';
import type { Kind } from '../kind.js';
import type { FaceChanges } from './changed-faces.js';
import { faceStage } from './face-stage.js';
import { mergeFaces } from './merge-faces.js';
import { refuseUnfitFaces } from './unfit-faces.js';

export const FACES: Kind<FaceChanges> = {
  change: 'faces_ingested',
  stage: faceStage,
  hold: (manager, fileUuid) => holdFileAndPeople(manager, fileUuid),
  refuse: refuseUnfitFaces,
  merge: mergeFaces,
};
