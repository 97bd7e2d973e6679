"""A city in each country and territory, `ISO=City, Country`; data for the figure on countries."""

WORLD = """
AF=Kabul, Afghanistan; AL=Tirana, Albania; DZ=Algiers, Algeria; AD=Andorra la Vella, Andorra;
AO=Luanda, Angola; AG=Saint John's, Antigua and Barbuda; AR=Buenos Aires, Argentina;
AM=Yerevan, Armenia; AW=Oranjestad, Aruba; AT=Vienna, Austria; AZ=Baku, Azerbaijan;
BS=Nassau, Bahamas; BH=Manama, Bahrain; BD=Dhaka, Bangladesh; BB=Bridgetown, Barbados;
BY=Minsk, Belarus; BE=Brussels, Belgium; BZ=Belmopan, Belize; BJ=Cotonou, Benin;
BM=Hamilton, Bermuda; BT=Thimphu, Bhutan; BO=La Paz, Bolivia; BA=Sarajevo, Bosnia and Herzegovina;
BW=Gaborone, Botswana; BN=Bandar Seri Begawan, Brunei; BG=Sofia, Bulgaria;
BF=Ouagadougou, Burkina Faso; BI=Bujumbura, Burundi; KH=Phnom Penh, Cambodia;
CM=Douala, Cameroon; CV=Praia, Cape Verde; KY=George Town, Cayman Islands;
CF=Bangui, Central African Republic; TD=N'Djamena, Chad; CL=Santiago, Chile; CN=Shanghai, China;
CO=Bogotá, Colombia; KM=Moroni, Comoros; CR=San José, Costa Rica; CI=Abidjan, Ivory Coast;
HR=Zagreb, Croatia; CU=Havana, Cuba; CW=Willemstad, Curaçao; CY=Limassol, Cyprus;
DJ=Djibouti City, Djibouti; DM=Roseau, Dominica; DO=Santo Domingo, Dominican Republic;
EC=Quito, Ecuador; EG=Cairo, Egypt; SV=San Salvador, El Salvador;
GQ=Malabo, Equatorial Guinea; ER=Asmara, Eritrea; EE=Tallinn, Estonia; SZ=Mbabane, Eswatini;
ET=Addis Ababa, Ethiopia; FO=Tórshavn, Faroe Islands; FJ=Suva, Fiji; FI=Helsinki, Finland;
PF=Papeete, French Polynesia; GA=Libreville, Gabon; GM=Banjul, Gambia; GE=Tbilisi, Georgia;
GH=Accra, Ghana; GI=Gibraltar, Gibraltar; GR=Athens, Greece; GL=Nuuk, Greenland;
GD=Saint George's, Grenada; GP=Pointe-à-Pitre, Guadeloupe; GU=Hagåtña, Guam;
GT=Guatemala City, Guatemala; GG=Saint Peter Port, Guernsey; GN=Conakry, Guinea;
GY=Georgetown, Guyana; HT=Port-au-Prince, Haiti; HN=Tegucigalpa, Honduras;
HK=Hong Kong, Hong Kong; HU=Budapest, Hungary; IS=Reykjavik, Iceland; ID=Jakarta, Indonesia;
IR=Tehran, Iran; IQ=Baghdad, Iraq; IM=Douglas, Isle of Man; JM=Kingston, Jamaica;
JE=Saint Helier, Jersey; JO=Amman, Jordan; KZ=Almaty, Kazakhstan; KE=Nairobi, Kenya;
KI=Tarawa, Kiribati; KW=Kuwait City, Kuwait; KG=Bishkek, Kyrgyzstan; LA=Vientiane, Laos;
LV=Riga, Latvia; LB=Beirut, Lebanon; LS=Maseru, Lesotho; LR=Monrovia, Liberia;
LY=Tripoli, Libya; LI=Vaduz, Liechtenstein; LT=Vilnius, Lithuania; LU=Luxembourg, Luxembourg;
MO=Macau, Macau; MG=Antananarivo, Madagascar; MW=Lilongwe, Malawi; MY=Kuala Lumpur, Malaysia;
MV=Malé, Maldives; ML=Bamako, Mali; MT=Valletta, Malta; MH=Majuro, Marshall Islands;
MQ=Fort-de-France, Martinique; MR=Nouakchott, Mauritania; MU=Port Louis, Mauritius;
FM=Palikir, Micronesia; MD=Chișinău, Moldova; MC=Monte Carlo, Monaco; MN=Ulaanbaatar, Mongolia;
ME=Podgorica, Montenegro; MA=Casablanca, Morocco; MZ=Maputo, Mozambique; MM=Yangon, Myanmar;
NA=Windhoek, Namibia; NR=Yaren, Nauru; NP=Kathmandu, Nepal; NC=Nouméa, New Caledonia;
NI=Managua, Nicaragua; NE=Niamey, Niger; NG=Lagos, Nigeria; KP=Pyongyang, North Korea;
MK=Skopje, North Macedonia; NO=Oslo, Norway; OM=Muscat, Oman; PK=Karachi, Pakistan;
PW=Koror, Palau; PA=Panama City, Panama; PG=Port Moresby, Papua New Guinea;
PY=Asunción, Paraguay; PE=Lima, Peru; PH=Manila, Philippines; PR=San Juan, Puerto Rico;
QA=Doha, Qatar; RE=Saint-Denis, Réunion; RU=Moscow, Russia; RW=Kigali, Rwanda;
KN=Basseterre, Saint Kitts and Nevis; LC=Castries, Saint Lucia;
VC=Kingstown, Saint Vincent and the Grenadines; WS=Apia, Samoa; SM=San Marino, San Marino;
ST=São Tomé, São Tomé and Príncipe; SA=Riyadh, Saudi Arabia; SN=Dakar, Senegal;
RS=Belgrade, Serbia; SC=Victoria, Seychelles; SL=Freetown, Sierra Leone; SK=Bratislava, Slovakia;
SI=Ljubljana, Slovenia; SB=Honiara, Solomon Islands; SO=Mogadishu, Somalia;
KR=Seoul, South Korea; SS=Juba, South Sudan; LK=Colombo, Sri Lanka; SD=Khartoum, Sudan;
SR=Paramaribo, Suriname; SY=Damascus, Syria; TW=Taipei, Taiwan; TJ=Dushanbe, Tajikistan;
TZ=Dar es Salaam, Tanzania; TH=Bangkok, Thailand; TL=Dili, Timor-Leste; TG=Lomé, Togo;
TO=Nuku'alofa, Tonga; TT=Port of Spain, Trinidad and Tobago; TN=Tunis, Tunisia;
TR=Istanbul, Turkey; TM=Ashgabat, Turkmenistan; TV=Funafuti, Tuvalu; UG=Kampala, Uganda;
UA=Kyiv, Ukraine; AE=Dubai, United Arab Emirates; UY=Montevideo, Uruguay;
UZ=Tashkent, Uzbekistan; VU=Port Vila, Vanuatu; VE=Caracas, Venezuela; VN=Hanoi, Vietnam;
VG=Road Town, British Virgin Islands; YE=Sanaa, Yemen; ZM=Lusaka, Zambia; ZW=Harare, Zimbabwe;
GW=Bissau, Guinea-Bissau; CD=Kinshasa, Democratic Republic of the Congo;
CG=Brazzaville, Republic of the Congo; AX=Mariehamn, Åland Islands; GF=Cayenne, French Guiana;
PS=Ramallah, Palestine; AS=Pago Pago, American Samoa; CK=Avarua, Cook Islands
"""
