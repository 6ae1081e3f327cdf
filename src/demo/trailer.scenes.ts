import { scene, type Film } from './script.js';

/** Three minutes of the same people, cut fast. The sentences are ours, not the trailer's. */
export const TRAILER: Film = {
  file: {
    file_uuid: 'c7514e0fa83d92b6e01f7d48359acb62',
    name: 'Charade (1963) - Trailer.mp4',
    fps: 24,
    duration: 184.5,
  },
  shortFaceIds: true,
  scenes: [
    // The couple.
    scene(6, 19, { on: ['hepburn', 'grant'], wide: true }, [
      ['narrator', 'She has lost a husband. He has mislaid a name.'],
    ]),
    scene(22, 36, { on: ['hepburn'] }, [
      ['hepburn', 'I should like to report a missing fortune. It was never mine.'],
    ]),
    scene(39, 54, { on: ['grant'], extras: 1 }, [
      ['grant', 'Ask me anything. I have answers in four languages.'],
    ]),
    // The rivals.
    scene(58, 74, { on: ['coburn', 'kennedy', 'glass'], extras: 1, wide: true }, [
      ['narrator', 'Three men are looking for her. They are not looking for conversation.'],
    ]),
    scene(77, 86, { on: ['kennedy'] }, [['kennedy', 'Open the suitcase. Then open the other suitcase.']]),
    scene(89, 97, { on: ['coburn'] }, [['coburn', 'Pretty town. Shame about the ending.']]),
    // The authorities.
    scene(102, 115, { on: ['matthau', 'hepburn'] }, [
      ['matthau', 'Officially, I am having lunch. Unofficially, run.'],
    ]),
    scene(118, 128, { on: ['marin'] }, [['marin', 'À Paris, madame, même les ascenseurs ont un alibi.']]),
    // The promise.
    scene(132, 150, { on: ['grant', 'hepburn'] }, [
      ['hepburn', 'Which of your names should I shout if I need help?'],
      ['grant', 'Start with the shortest.'],
    ]),
    scene(154, 178, { on: ['grant', 'hepburn', 'matthau', 'coburn'], wide: true }, [
      ['narrator', 'One city, one fortune, and no two stories alike.'],
    ]),
  ],
};
