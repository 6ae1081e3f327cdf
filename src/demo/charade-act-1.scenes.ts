import { scene, type Scene } from './script.js';

/** From the mountains to the night train. The sentences are ours, not the film's. */
export const CHARADE_ACT_1: Scene[] = [
  // A crowd at the ski resort: six faces in the first frame.
  scene(0, 9, { on: ['minot', 'hepburn', 'chelimsky', 'person12'], extras: 2, wide: true }),
  // The terrace.
  scene(66, 148, { on: ['hepburn', 'minot'] }, [
    ['minot', 'You ordered the whole menu and then asked for the mountains.'],
    ['hepburn', 'A marriage is easier to digest at two thousand metres.'],
  ]),
  // The same terrace, with a stranger. His first word is the example of the API's reference.
  scene(205, 256, { on: ['grant', 'hepburn'] }, [
    ['grant', 'Olá!', [212.64, 213.64]],
    ['hepburn', 'That was Portuguese. The mountains are French.'],
    ['grant', 'Then I am one country out. I have been further.'],
  ]),
  // A boy with a water pistol.
  scene(258, 270, { on: ['grant', 'chelimsky'] }, [
    ['chelimsky', 'Madame, votre monsieur est tout mouillé !'],
  ]),
  // An empty flat in Paris.
  scene(318, 392, { on: ['hepburn'], extras: 1 }, [
    ['hepburn', 'They have even taken the echo.'],
    ['marin', 'Madame Lampert ? Ne touchez à rien, je vous prie.'],
  ]),
  // The inspector's office.
  scene(428, 505, { on: ['marin', 'hepburn'] }, [
    ['marin', 'Your husband had four passports, madame, and one comb.'],
    ['hepburn', 'I was married to only one of the passports.'],
    ['marin', 'Then let us begin with the comb.'],
  ]),
  // A chapel with too many chairs.
  scene(560, 628, { on: ['minot', 'hepburn', 'marin'], extras: 2 }, [
    ['minot', 'Nobody came. Shall I weep for several people?'],
    ['hepburn', 'Save your voice. There is somebody at the door.'],
  ]),
  // Three who came to make certain.
  scene(640, 718, { on: ['glass', 'coburn', 'kennedy'], extras: 1 }, [
    ['glass', 'I came to be sure, and I am sure, and I have caught a cold.'],
    ['coburn', "He owes me a quarter of a fortune and I've never seen him so relaxed."],
  ]),
  // The embassy.
  scene(770, 852, { on: ['matthau', 'hepburn'] }, [
    ['matthau', 'Take any chair. They belong to the government, and so do I.'],
    ['hepburn', 'And the sandwich?'],
    ['matthau', 'The sandwich is classified.'],
  ]),
  // A night club.
  scene(905, 985, { on: ['grant', 'hepburn'], extras: 4 }, [
    ['grant', 'The rules are simple: keep the fruit and lose the dignity.'],
    ['hepburn', 'I left mine with the cloakroom attendant. She gave me a number.'],
  ]),
  // A telephone box.
  scene(1010, 1072, { on: ['coburn', 'hepburn'] }, [
    ['coburn', 'Think of me as an alarm clock with a grudge.'],
  ]),
  // Her hotel room.
  scene(1130, 1212, { on: ['hepburn', 'grant', 'kennedy'] }, [
    ['kennedy', 'A quarter of a million does not walk out of a room by itself.'],
    ['grant', 'In this hotel even the towels do.'],
    ['hepburn', 'Could you both break something that is not mine?'],
  ]),
  // The corridor at midnight.
  scene(1265, 1332, { on: ['grant'], extras: 1 }, [
    ['radio', 'Ici Paris. Il est minuit, et quelque part un ascenseur est en panne.'],
    ['grant', 'Room service sent me. They have run out of room.'],
  ]),
  // The quay.
  scene(1390, 1476, { on: ['grant', 'hepburn'], extras: 1 }, [
    ['hepburn', 'How many names do you own, and are any of them paid for?'],
    ['grant', 'Three are rented. The fourth came with the suit.'],
    ['hepburn', 'Then introduce me to the suit.'],
  ]),
  // The room of the three.
  scene(1530, 1602, { on: ['glass', 'coburn', 'kennedy', 'grant'] }, [
    ['glass', 'Five of us buried it and four dug it up. That is bad arithmetic.'],
    ['coburn', 'Whoever counts slowest is the one who has it.'],
  ]),
  // A park.
  scene(1655, 1702, { on: ['hepburn', 'chelimsky', 'minot'], extras: 2 }, [
    ['chelimsky', 'Je préfère les timbres qui ont voyagé.'],
    ['hepburn', 'So do I, darling. They have better manners.'],
  ]),
  // The market before dawn.
  scene(1790, 1872, { on: ['matthau', 'hepburn'], extras: 3 }, [
    ['matthau', 'Onion soup at dawn is the only honest thing in this city.'],
  ]),
  // Everybody in the lobby.
  scene(1925, 2004, { on: ['marin', 'hepburn', 'grant', 'glass'] }, [
    ['marin', 'Everyone in this hotel has an alibi, and it is always each other.'],
    ['glass', 'I was asleep. Ask my nose.'],
  ]),
  // The roof.
  scene(2060, 2128, { on: ['grant', 'kennedy'] }, [
    ['kennedy', 'Six storeys, and I am paying for none of them.'],
  ]),
  // Two doors opposite each other.
  scene(2190, 2276, { on: ['grant', 'hepburn'] }, [
    ['hepburn', 'I suppose you keep your secrets in alphabetical order.'],
    ['grant', 'By size. The small ones are at the front.'],
  ]),
  // The puppet theatre.
  scene(2335, 2378, { on: ['minot', 'chelimsky'], extras: 3 }, [
    ['minot', 'Regarde Guignol, mon trésor, pas les messieurs.'],
    ['chelimsky', 'Mais les messieurs sont plus drôles !'],
  ]),
  // A telephone call.
  scene(2460, 2542, { on: ['hepburn', 'matthau'] }, [
    ['hepburn', 'If this line is tapped, please tap it gently.'],
    ['matthau', 'Trust the man with the fewest names, Mrs Lampert. Count first.'],
  ]),
  // A bench.
  scene(2600, 2674, { on: ['coburn', 'glass'], extras: 1 }, [
    ['coburn', 'A fortune is like a train. It goes, and you stand there with a sandwich.'],
    ['glass', 'Whose sandwich?'],
  ]),
  // The station.
  scene(2740, 2826, { on: ['grant', 'hepburn', 'person12'], extras: 3 }, [
    ['loudspeaker', 'Le train de nuit pour Genève partira avec vingt minutes de mystère.'],
    ['grant', "Twenty minutes will do. I'm a slow, honest man."],
    ['hepburn', 'You are at most two of those words.'],
  ]),
  // The left-luggage office.
  scene(2885, 2958, { on: ['marin', 'person12'], extras: 2 }, [
    ['marin', 'Deux voyageurs, trois valises, quatre noms : je déteste le calcul.'],
  ]),
];
