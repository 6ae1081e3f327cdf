import { oneOf } from './draw.js';

/** Names that nobody bears: first names from all over, last names put together from pieces. */
const FIRST =
  `Ada Adèle Agnieszka Aino Akira Alba Aleš Amadou Amélie Anaïs Andrés Anouk Ansel Antonín Aoife Arjun
Astrid Béla Birgit Björn Bohdan Bruna Caio Camila Carys Cécile Chiara Cosimo Dagny Dalia Damir Deniz Dorota Edda Eino
Elif Eluned Emeka Enzo Esra Etienne Fatou Femi Fenna Florin Freya Gábor Gaia Giulia Grzegorz Gudrun Hamid Hanna Haruki
Heloísa Henrik Hye-jin Iga Ilse Imre Ines Ingrid Ismaël Ivo Jadwiga János Jing Joana João Jürgen Kaito Kasper Katalin
Keiko Kiran Kofi Laila Lars Léonie Liam Ling Lucía Ludmila Maarten Małgorzata Malik Marek Matteo Mei Miguel Milica
Mireille Nadia Naoko Neha Nils Noémie Nuno Oana Odile Olena Ömer Orla Oskar Paloma Paweł Pélagie Petra Priya Quentin
Radek Rafaela Ragnhild Rasmus Renáta Rhys Rosa Ruben Saoirse Sanna Seán Séverine Shirin Sigrid Simão Sofía Søren Stellan
Tadeusz Tamar Thabo Þóra Tiago Tomás Tove Ülle Ursula Valérie Vasil Veronika Viktor Wanda Wei Xenia Yara Yusuf Zahra
Zdeněk Zoë Zsófia`.split(/\s+/);
const BEGINNINGS =
  `Al Am Ba Bel Ber Bor Bra Bru Cal Car Cas Cor Da Del Dor Dra Ek El Es Fa Fer Fin Gal Gar Gri Gu Hal
Har Hel Her Hol Ing Is Ja Jan Kal Kar Kel Ko Kra Kul La Lan Lem Lin Lo Lu Mal Mar Mei Mon Mor Nem Nor Ol Or Os Pa Pal
Per Pod Pra Ra Ren Ro Rus Sal San Sar Ser Sol Sta Sten Szy Ta Tal Tor Tre Ul Va Val Ver Vis Wal Wes Wil Ya Za Zel Zo`.split(
    /\s+/,
  );
const MIDDLES =
  `a e i o u ar el en er il in is on or an de di go ka la li ma mi na no ra ri ro sa ta ti to va ve vi
zo`.split(/\s+/);
const ENDINGS =
  `bach berg blom by card cki da dal den dottir dová eira es escu ez feld ford gård gren holm iak ić ini
ipour kova kow lund man mann mark mont nen nik oğlu ola quist rand res ribe rup ský smith son ssen stad stein ström
tano ton tti vall ville vić witz wood yama`.split(/\s+/);

const lastName = (random) => oneOf(random, BEGINNINGS) + oneOf(random, MIDDLES) + oneOf(random, ENDINGS);

/** One in twelve has two last names. */
export function nameOf(random) {
  const name = `${oneOf(random, FIRST)} ${lastName(random)}`;
  return random() < 1 / 12 ? `${name}-${lastName(random)}` : name;
}
