"""From which language a text may have been translated: a guess, and what it rests on.

Translations keep names, some marks and now and then a word of their source. None of these proves
anything by itself, so a guess is made only where several point to one language and few to others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import log2

_NAMES = {
    "ar": """
        Abdul Abdullah Abu Ahmed Ali Al-Arabiya Al-Jazeera Aleppo Algeria Algerian Algiers Allah
        Amman Arab Baghdad Basra Beirut Cairo Damascus Doha Egypt Egyptian Emirates Emirati Fatima
        Hassan Hussein Ibrahim Iraq Iraqi Jeddah Jordan Jordanian Khaled Khartoum Kuwait Kuwaiti
        Lebanese Lebanon Libya Libyan Mahmoud Mohammed Morocco Moroccan Muhammad Mustafa Mubarak
        Omar Oman Palestinian Qatar Qatari Rabat Ramadan Riyadh Sana'a Saudi Sheikh Sudan Sudanese
        Syria Syrian Tripoli Tunis Tunisia Tunisian Yemen Yemeni Youssef
        """,
    "cs": """
        Babiš Bohemia Bohemian Brno Czech Czechs Havel Hradec Jihlava Karlovy Klaus Kč Liberec
        Moravia Moravian Olomouc Ostrava Pardubice Pilsen Plzeň Prague Slovak Sparta Topolánek
        Václav Vltava Zeman Zlín Škoda
        """,
    "de": """
        AfD Austria Austrian Baden-Württemberg Bavaria Bavarian Berlin Bremen Bundesliga Bundestag
        CDU CSU Cologne Dortmund Dresden Düsseldorf FDP Frankfurt GmbH German Germans Germany
        Hamburg Hanover Hans Hesse Jürgen Klaus Leipzig Merkel Munich Nuremberg Saxony SPD Scholz
        Schröder Stuttgart Swiss Thuringia Vienna Wolfgang Zurich
        """,
    "es": """
        Andalusia Andrés Argentina Argentine Barcelona Barça Bilbao Bogotá Bolivia Bolivian Buenos
        Caracas Carlos Castro Catalan Catalonia Chile Chilean Colombia Colombian Cuba Cuban Ecuador
        Fernando García González Guadalajara Hernández Javier Jesús José Juan Lima López Madrid
        Martínez Mexican Mexico Montevideo PSOE Peru Peruvian Pérez Quito Rajoy Rodríguez Sánchez
        Seville Spain Spaniards Spanish Valencia Venezuela Venezuelan Zapatero
        """,
    "fr": """
        Alain Alps Auvergne Avignon Belgian Belgium Bordeaux Brittany Burgundy CGT CNRS Charente
        Dominique François French Frenchman France Garonne Gilles Grenoble Guy Hollande INSEE
        Jacques Jean Jean-Claude Jean-Pierre Laurent Le Lille Loire Lyon Macron Marseille Marseilles
        Mélenchon Michel Montpellier Montreal Nancy Nantes Nice Normandy Paris Parisian Pierre
        Provence Quebec Rennes Rhône SNCF Sarkozy Seine Strasbourg Toulouse UMP Yves Élysée
        """,
    "it": """
        Alitalia Berlusconi Bologna Campania Catania Conte Draghi Fiat Florence Francesca Genoa
        Giovanni Giuseppe INPS Inter Italian Italians Italy Juventus Lazio Lombardy Luigi Mario
        Matteo Meloni Milan Naples Neapolitan Palermo Piedmont Prodi Puglia Renzi Roma Rome Salvini
        Sardinia Sicilian Sicily Turin Tuscany Umbria Veneto Venice Veltroni
        """,
    "ja": """
        Abe Akihabara Edo Fukuoka Fukushima Hiroshima Hokkaido Honda Ito JR Japan Japanese Kansai
        Kanto Kimura Kobayashi Kobe Kyoto Kyushu LDP Meiji Nagasaki Nagoya Nakamura Nikkei Okinawa
        Osaka Saitama Sapporo Sato Sendai Shibuya Shikoku Shinjuku Suzuki Takahashi Tanaka Tohoku
        Tokyo Toyota Watanabe Yamamoto Yokohama Yoshida
        """,
    "nl": """
        Achterhoek Ajax Amsterdam Antwerp Belgian Brabant Delft Den Dutch Eindhoven Feyenoord
        Flanders Flemish Friesland Gelderland Groningen Haarlem Hague Jan KLM Leiden Maastricht
        Netherlands Nijmegen PSV PvdA Rotterdam Rutte Schiphol Tilburg Utrecht VVD Wilders Zeeland
        """,
    "pl": """
        Andrzej Biedronka Duda Gdańsk Gdynia Jarosław Kaczyński Katowice Kielce Kraków Krakow
        Lech Lublin Małgorzata Masovian Morawiecki Opole PLN PKO Piotr Poland Poles Polish Poznań
        Poznan Sejm Silesia Silesian Szczecin Tusk Warsaw Wisła Wojciech Wrocław Wroclaw Łódź Zloty
        """,
    "pt": """
        Algarve Amazonas Angola Angolan Bahia Benfica Bolsonaro Brasília Brazil Brazilian Brazilians
        Cavaco Coimbra Curitiba Dilma Fortaleza Inácio Janeiro João Lisbon Lula Luís Macedo Madeira
        Mozambique Paulo Petrobras Porto Portugal Portuguese Recife Rio Rousseff Salvador Santos
        Silva Sócrates São
        """,
    "ru": """
        Alexander Alexei Andrei Chelyabinsk Dagestan Dmitry Duma FSB Gazprom Igor Interfax Irkutsk
        Ivan Ivanov Kaliningrad Kazan Khabarovsk Kommersant Krasnodar Krasnoyarsk Kremlin Lavrov
        Lenta.ru Medvedev Mikhail Moscow Murmansk Navalny Nizhny Novosibirsk Oleg Omsk Perm Peskov
        Petersburg Putin RIA RF Roscosmos Rosneft Rossiya Rostov Russia Russian Russians Samara
        Sberbank Sergei Siberia Siberian Sochi Soviet Stavropol TASS Tatarstan Tomsk Tyumen USSR
        Ufa Urals Vladimir Vladivostok Volgograd Voronezh Yekaterinburg Yeltsin Zakharova
        """,
    "tr": """
        Adana Akşener Ankara Antalya Anatolia Anatolian Atatürk Beşiktaş Bursa CHP Davutoğlu
        Diyarbakır Diyarbakir Erdogan Erdoğan Fenerbahçe Galatasaray HDP Istanbul Izmir Kemal
        Kılıçdaroğlu Konya MHP Mehmet Mustafa Ottoman TRT Trabzon Turk Turkey Turkish Turks Türkiye
        TÜİK Yıldırım İstanbul İzmir
        """,
    "uk": """
        Bakhmut Bandera Crimea Dnieper Dnipro Donbas Donetsk Hryvnia Kharkiv Kherson Khmelnytskyi
        Kiev Kyiv Kyivan Kryvyi Lviv Luhansk Mariupol Mykola Mykolaiv Odesa Oleksandr Oleksiy
        Petro Poltava Poroshenko Rada Serhiy Shevchenko Sumy Taras Tymoshenko UAH Ukraine Ukrainian
        Ukrainians Ukrenergo Verkhovna Vinnytsia Volodymyr Yanukovych Zaporizhia Zaporizhzhia
        Zelensky Zelenskyy Zhytomyr
        """,
    "zh": """
        Beijing CCTV CPC CPPCC Changsha Chen Chengdu Chinese China Chongqing Dalian Deng Fujian
        Guangdong Guangxi Guangzhou Guizhou Hainan Hangzhou Hebei Henan Hong Huang Hubei Hunan
        Jiangsu Jiangxi Jinan Kong Kunming Liang Liaoning Liu Nanjing Ningbo PLA Qing Qingdao RMB
        Shaanxi Shandong Shanghai Shanxi Shenzhen Sichuan Sina Taipei Taiwan Tianjin Tibet Wang
        WeChat Weibo Wu Wuhan Xi Xiamen Xiao Xinhua Xinjiang Yang Yangtze Yuan Yunnan Zhang Zhao
        Zhejiang Zhou Zhu
        """,
}
_LEFT_OVER = {
    "cs": "aby ale byl jako jeho jsou když které která nebo podle před při rok však více",
    "de": "aber auch dem der eine einer für ich ist nicht oder sich sind und vom von werden zum",
    "es": "con cuando desde donde ella hacia las los más muy para pero porque por según sobre una",
    "fr": "avec cette chez dans dont elle est et la le les mais où par pas pour qui sont sur une",
    "it": "anche che con dalla degli della delle gli nel nella non più questo sono una",
    "nl": "aan een het ook naar niet tot uit van voor werd worden zijn",
    "pl": "ale był dla jako jest która które lub nie oraz przez przy się są tego zostać",
    "pt": "ao com das dos ela ele foi mais não nas nos para pela pelo são uma",
    "tr": "ama bir bu daha değil gibi için ile kadar olan olarak sonra ve çok",
}
_LETTERS = {
    "ar": "ابتدرسعلمنهوي",
    "cs": "řěůŘ",
    "de": "ß",
    "es": "ñ¿¡",
    "ja": "のはをがたてにでいっンスーア",
    "pl": "łąęśżźńŁŚŻ",
    "pt": "ãõ",
    "ru": "ыэъёЭ",
    "tr": "ğışİŞ",
    "uk": "іїєґІЄ",
}
_MARKS = {"「": ("ja", "zh"), "《": ("zh",), "„": ("de", "cs", "pl"), "«": ("fr", "ru", "uk", "it")}
_ENDINGS = {
    "cs": r"[A-ZŠČŘŽ][a-zá-ž]+(?:ová|ský)",
    "pl": r"[A-ZŁŚŻ][a-zà-ż]+(?:ski|ska|icz|czyk)",
    "ru": r"[A-Z][a-z]{2,}(?:evich|ovich|ovna|evna|nov|kov|skaya|skoye|grad)",
    "tr": r"[A-Z]\w+(?:oğlu|oglu)",
    "uk": r"[A-Z][a-z]{2,}(?:enko|chuk|skyi|ivka)",
    "ar": r"[Aa]l-[A-Z][a-z]+",
}
_WORD = re.compile(r"[^\W\d_]+(?:[-'.][^\W\d_]+)*")
_ENOUGH = 5.0  # points that a language needs
_AHEAD = 1.6  # times as many as the next


@dataclass(frozen=True, slots=True)
class Guess:
    """A language, as an ISO 639-1 code, and some of the words that speak for it."""

    language: str
    signs: tuple[str, ...]


def guessed(text: str) -> Guess | None:
    """Return the language that ``text`` was most likely translated from; None if none stands out.

    >>> guessed("Sarkozy met Jean-Claude in Lyon; the SNCF and the UMP, dans le Loire, agreed.")
    Guess(language='fr', signs=('Sarkozy', 'Jean-Claude', 'Lyon', 'SNCF', 'UMP'))
    >>> guessed("The cat sat on the mat.")
    """
    points: Counter[str] = Counter()
    signs: dict[str, list[str]] = {}
    for language, sign, weight in _signs(text):
        points[language] += weight  # type: ignore[assignment]  # points need not be whole
        signs.setdefault(language, []).append(sign)
    (best, most), (_, next_most) = [*points.most_common(2), ("", 0), ("", 0)][:2]
    if most < _ENOUGH or most < _AHEAD * next_most:
        return None
    return Guess(best, tuple(dict.fromkeys(signs[best]))[:5])


def _signs(text: str) -> Iterator[tuple[str, str, float]]:
    """Yield each sign with its language and its weight: of what comes often each less."""
    words = Counter(_WORD.findall(text))
    for word, count in words.items():
        for language in _BY_NAME.get(word, ()):
            yield language, word, log2(1 + count) / len(_BY_NAME[word])
        for language in _BY_LEFT_OVER.get(word, ()):
            yield language, word, 0.7 / len(_BY_LEFT_OVER[word])
    for language, letters in _LETTERS.items():
        for letter in letters:
            if letter in text:
                yield language, letter, 0.7
    for mark, languages in _MARKS.items():
        if mark in text:
            for language in languages:
                yield language, mark, 1 / len(languages)
    for language, ending in _ENDINGS.items():
        for name in sorted(set(re.findall(rf"\b{ending}\b", text)))[:10]:
            yield language, name, 0.8


def _inverted(words: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for language, listed in words.items():
        for word in listed.split():
            found.setdefault(word, []).append(language)
    return found


_BY_NAME = _inverted(_NAMES)
_BY_LEFT_OVER = _inverted(_LEFT_OVER)
