"""Names of places and forms of companies that nobody takes for a person's name.

Countries are those of ISO 3166-1 in their usual English form, capitals those of the United Nations'
list. Names that people bear as well are left out: Jordan, Chad, Georgia, Sofia, Victoria.
"""

from __future__ import annotations

import re

_COUNTRIES = """
    Afghanistan, Albania, Algeria, Angola, Argentina, Armenia, Australia, Austria, Azerbaijan,
    Bahrain, Bangladesh, Belarus, Belgium, Bolivia, Botswana, Brazil, Bulgaria, Burkina Faso,
    Burundi, Cambodia, Cameroon, Canada, Chile, China, Colombia, Croatia, Cuba, Cyprus, Czechia,
    Denmark, Ecuador, Egypt, El Salvador, Eritrea, Estonia, Ethiopia, Finland, France, Gabon,
    Germany, Ghana, Greece, Guatemala, Guinea, Guyana, Haiti, Honduras, Hungary, Iceland, India,
    Indonesia, Iran, Iraq, Ireland, Italy, Jamaica, Japan, Kazakhstan, Kenya, Kosovo, Kuwait,
    Kyrgyzstan, Laos, Latvia, Lebanon, Liberia, Libya, Lithuania, Luxembourg, Madagascar, Malawi,
    Malaysia, Mali, Malta, Mauritania, Mexico, Moldova, Mongolia, Montenegro, Morocco, Mozambique,
    Myanmar, Namibia, Nepal, New Zealand, Nicaragua, Niger, Nigeria, North Korea, North Macedonia,
    Norway, Oman, Pakistan, Panama, Paraguay, Peru, Poland, Portugal, Qatar, Romania, Russia,
    Rwanda, Saudi Arabia, Senegal, Serbia, Sierra Leone, Singapore, Slovakia, Slovenia, Somalia,
    South Africa, South Korea, Spain, Sri Lanka, Sudan, Suriname, Sweden, Switzerland, Syria,
    Taiwan, Tajikistan, Tanzania, Thailand, Togo, Tunisia, Turkey, Turkmenistan, Uganda, Ukraine,
    United Arab Emirates, United Kingdom, United States, Uruguay, Uzbekistan, Venezuela, Vietnam,
    Yemen, Zambia, Zimbabwe
"""
_CAPITALS = """
    Abu Dhabi, Abuja, Accra, Addis Ababa, Algiers, Amman, Amsterdam, Ankara, Antananarivo, Ashgabat,
    Asunción, Athens, Baghdad, Baku, Bamako, Bangkok, Beijing, Beirut, Belgrade, Berlin, Bern,
    Bishkek, Bogotá, Brasília, Bratislava, Brussels, Bucharest, Budapest, Buenos Aires, Cairo,
    Canberra, Caracas, Chisinau, Copenhagen, Dakar, Damascus, Dhaka, Doha, Dublin, Dushanbe,
    Hanoi, Harare, Havana, Helsinki, Islamabad, Jakarta, Jerusalem, Kabul, Kampala, Kathmandu,
    Khartoum, Kigali, Kinshasa, Kuala Lumpur, Kyiv, Kiev, La Paz, Lisbon, Ljubljana, London, Luanda,
    Lusaka, Madrid, Managua, Manila, Maputo, Mexico City, Minsk, Mogadishu, Montevideo, Moscow,
    Muscat, Nairobi, New Delhi, Nicosia, Nouakchott, Oslo, Ottawa, Ouagadougou, Paris, Phnom Penh,
    Podgorica, Port-au-Prince, Prague, Pretoria, Pristina, Pyongyang, Quito, Rabat, Reykjavik, Riga,
    Riyadh, Rome, Sarajevo, Seoul, Skopje, Stockholm, Tallinn, Tashkent, Tbilisi, Tegucigalpa,
    Tehran, Tirana, Tokyo, Tripoli, Tunis, Ulaanbaatar, Vienna, Vientiane, Vilnius, Warsaw,
    Wellington, Windhoek, Yaoundé, Yerevan, Zagreb
"""
PLACES = frozenset(name.strip() for name in (_COUNTRIES + "," + _CAPITALS).split(","))
"""Countries and capitals."""

COMPANY = re.compile(
    r"(?:Ltd|Inc|Corp|LLC|LLP|PLC|plc|GmbH|AG|SE|SA|SpA|BV|NV|AB|ASA|Oyj|OJSC|PJSC|JSC)\b\.?"
)
"""What follows the name of a company."""
