import { scene, type Scene } from './script.js';

/** From the river to the last name. The sentences are ours, not the film's. */
export const CHARADE_ACT_2: Scene[] = [
  // Dinner on the river.
  scene(3020, 3112, { on: ['grant', 'hepburn'] }, [
    ['hepburn', 'Paris is very beautiful tonight. Is it trying to distract us?'],
    ['grant', 'It works on commission.'],
    ['hepburn', 'Say something true. One sentence. I can wait.'],
    ['grant', 'I should have had the fish.'],
  ]),
  // A hotel room turned upside down.
  scene(3165, 3236, { on: ['kennedy', 'glass'] }, [
    ['kennedy', 'The bag weighs nothing. I never trusted light luggage.'],
  ]),
  // Her window, a neighbour's radio.
  scene(3300, 3372, { on: ['hepburn'] }, [['radio', 'E agora, um samba para quem não consegue dormir.']]),
  // The inspector's office again.
  scene(3435, 3512, { on: ['marin', 'grant'] }, [
    ['marin', 'Yesterday your name was shorter, monsieur.'],
    ['grant', 'It has been eating well.'],
  ]),
  // The lift.
  scene(3570, 3652, { on: ['coburn', 'hepburn', 'grant'] }, [
    ['coburn', 'Which floor is a quarter of a million on?'],
    ['hepburn', 'That one only stops for the staff.'],
  ]),
  // Breakfast with a godson.
  scene(3715, 3758, { on: ['hepburn', 'minot', 'chelimsky'] }, [
    ['minot', 'He has stuck a stamp on the cat.'],
    ['chelimsky', 'Il voulait partir au Brésil.'],
  ]),
  // The bridge.
  scene(3850, 3934, { on: ['grant', 'hepburn'], extras: 1 }, [
    ['grant', 'I have told you everything except the parts in the middle.'],
    ['hepburn', 'A doughnut is made that way, and I do not marry doughnuts.'],
  ]),
  // The lobby, behind newspapers.
  scene(3990, 4048, { on: ['glass', 'person12', 'poster'], extras: 2 }, [
    ['glass', 'I have read this page four times and the weather still loses.'],
  ]),
  // A garden, a rendezvous.
  scene(4120, 4196, { on: ['matthau', 'hepburn'], extras: 2 }, [
    ['matthau', 'Somebody you know is not who he was on Tuesday.'],
    ['hepburn', 'On Tuesday nobody was.'],
  ]),
  // A conference about a suitcase.
  scene(4255, 4332, { on: ['grant', 'coburn', 'glass'] }, [
    ['coburn', 'We vote. All who think he is lying, reach for your hats.'],
    ['grant', 'You will notice I came without one.'],
  ]),
  // A shower of explanations.
  scene(4390, 4472, { on: ['grant', 'hepburn'] }, [
    ['hepburn', 'You sang in there. Innocent men hum.'],
    ['grant', 'I only know the second verse. The first one is under an alias.'],
  ]),
  // A bathtub, discovered.
  scene(4530, 4602, { on: ['marin', 'hepburn'], extras: 1 }, [
    ['marin', 'A man has drowned on the third floor, and the river is on the ground.'],
  ]),
  // Buying ice cream.
  scene(4660, 4708, { on: ['hepburn', 'chelimsky', 'grant'], extras: 2 }, [
    ['grant', 'Pistachio, please, and whichever flavour knows where the money is.'],
    ['chelimsky', 'Moi, je sais, mais personne ne me demande.'],
  ]),
  // The stamp market.
  scene(4800, 4872, { on: ['coburn'], extras: 4 }, [
    ['coburn', "Well, I'll be. Small, flat, and it was licked the whole time."],
  ]),
  // The same market, a minute too late.
  scene(4925, 4994, { on: ['grant'], extras: 3 }, [
    ['grant', 'A fortune with perforated edges. He had a sense of humour after all.'],
  ]),
  // The stamp dealer's shop.
  scene(5050, 5142, { on: ['bonifas', 'hepburn'] }, [
    ['bonifas', 'Madame, the blue one has seen more kings than I have.'],
    ['hepburn', 'What would it cost to send it to Geneva?'],
    ['bonifas', "J'ai été riche une nuit entière : je les ai regardés jusqu'à l'aube."],
  ]),
  // The telephone in the café.
  scene(5200, 5272, { on: ['hepburn', 'grant'] }, [
    ['hepburn', 'Every time I learn your name I have to buy a new address book.'],
    ['grant', 'Write in pencil. I always have.'],
  ]),
  // The underground.
  scene(5330, 5404, { on: ['hepburn', 'grant'], extras: 4 }, [
    ['loudspeaker', 'Attention à la fermeture des portes et des valises.'],
    ['hepburn', 'If I change trains once more I shall be entitled to a uniform.'],
  ]),
  // The colonnade.
  scene(5455, 5536, { on: ['matthau', 'hepburn', 'grant'] }, [
    ['matthau', 'Bring them here, Mrs Lampert. I am the one with the office.'],
    ['hepburn', 'Between two liars, the taller one seems a poor way to choose.'],
  ]),
  // Behind a pillar.
  scene(5590, 5662, { on: ['matthau'] }, [
    ['matthau', 'I have waited nineteen years for this money. It might at least be punctual.'],
  ]),
  // The empty theatre.
  scene(5720, 5796, { on: ['grant', 'matthau', 'hepburn'] }, [
    ['matthau', 'I can hear you breathing, third row.'],
    ['grant', 'That is the prompter. I never breathe before the second act.'],
  ]),
  // After the trap door.
  scene(5850, 5932, { on: ['hepburn', 'grant'] }, [
    ['hepburn', 'You might have told me which of you was the hero.'],
    ['grant', 'I was hoping to find out with you.'],
  ]),
  // The last report.
  scene(6000, 6082, { on: ['marin', 'grant', 'hepburn'] }, [
    ['marin', 'I shall write: four dead, three stamps, and one very long name.'],
  ]),
  // Corridors of the treasury.
  scene(6140, 6222, { on: ['hepburn', 'grant'], extras: 2 }, [
    ['hepburn', 'I have come to return a fortune. Is there a form?'],
    ['grant', 'There are six, and each wants a different name. I feel at home.'],
  ]),
  // The office with his real name on the door.
  scene(6290, 6382, { on: ['hepburn', 'grant'] }, [
    ['hepburn', 'It is painted on. Did it hurt?'],
    ['grant', 'Only the vowels.'],
  ]),
  // An agreement.
  scene(6450, 6542, { on: ['grant', 'hepburn'] }, [
    ['grant', 'I have only the one name left, and it is really too big for one person.'],
    ['hepburn', 'Then I shall carry the end with the hyphen.'],
  ]),
  // All of them once more.
  scene(6620, 6780, { on: ['hepburn', 'grant', 'matthau', 'coburn'] }, [
    ['hepburn', 'Olá, whoever you are.'],
  ]),
];
