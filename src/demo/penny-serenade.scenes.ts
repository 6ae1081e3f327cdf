import { scene, type Film } from './script.js';

/** Another film of Cary Grant's, so that one person spans files. The sentences are ours, not the film's. */
export const PENNY_SERENADE: Film = {
  file: {
    file_uuid: 'e93b06d72c5f48a1947ee2d0b81c36fa',
    name: 'Penny Serenade (1941).mp4',
    fps: 23.976,
    duration: 7145,
  },
  scenes: [
    // A shelf of records.
    scene(84, 146, { on: ['dunne'] }, [
      ['dunne', 'Every record has a scratch where we stopped to argue.'],
      ['radio', 'Our next waltz is for anyone who is packing.'],
    ]),
    // The music shop.
    scene(402, 470, { on: ['grant', 'dunne'], extras: 1 }, [
      ['grant', 'I have bought eleven records, and I do not own a gramophone.'],
      ['dunne', 'Then you had better come and listen to mine.'],
    ]),
    // New Year's Eve on the train.
    scene(1210, 1280, { on: ['grant', 'dunne'], extras: 3 }, [
      ['grant', 'The train leaves at midnight and I am bad at both.'],
    ]),
    // Yokohama.
    scene(1835, 1902, { on: ['dunne', 'grant'] }, [
      ['dunne', '行ってらっしゃい。 Now you answer.'],
      ['grant', 'I only know how to come home in Japanese.'],
    ]),
    // The printing works.
    scene(2660, 2728, { on: ['grant', 'person27'], extras: 1 }, [
      ['grant', 'Two hundred subscribers, and one of them is paying in eggs.'],
    ]),
    // The bath, a first attempt.
    scene(3540, 3612, { on: ['dunne', 'grant'] }, [
      ['dunne', 'She is smaller than the instructions.'],
      ['grant', 'Then let us read them more quietly.'],
    ]),
    // Before the judge.
    scene(4705, 4772, { on: ['grant', 'person27', 'dunne'] }, [
      ['grant', 'I cannot show you an income, sir. I can show you a nursery.'],
    ]),
    // The school play.
    scene(5610, 5674, { on: ['dunne', 'grant'], extras: 2 }, [
      ['dunne', 'She is the echo behind the mountain. Listen for the echo.'],
    ]),
    // The last record.
    scene(6890, 6962, { on: ['dunne', 'grant'] }, [['grant', 'Turn it over. There is always another side.']]),
  ],
};
