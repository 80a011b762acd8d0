"""The nouns that news counts, in Arabic and English: data only, read by `rag.values.units`.

A row is: key, parent, English nouns, Arabic nouns. A noun is `singular/plural`, with an
accusative singular and a dual after them where the regular ones are wrong; the first noun of a
row is the one that is shown. The parent says what the thing is a kind of.
"""

__all__ = ["COUNTED", "DURATIONS", "MEASURES"]

PEOPLE = """
person||person/people human/humans individual/individuals|شخص/أشخاص إنسان/أناس
inhabitant|person|inhabitant/inhabitants resident/residents|نسمة/نسمات ساكن/سكان
member|person|member/members element/elements|عنصر/عناصر عضو/أعضاء فرد/أفراد منتسب/منتسبون
soldier|member|soldier/soldiers troop/troops trooper/troopers serviceman/servicemen|\
جندي/جنود عسكري/عسكريون مجند/مجندون
officer|member|officer/officers|ضابط/ضباط
police|member|police~officer/police~officers policeman/policemen police/police cop/cops|\
شرطي/شرطيون رجل~شرطة/رجال~شرطة ضابط~شرطة/ضباط~شرطة عنصر~شرطة/عناصر~شرطة
guard|member|guard/guards|حارس/حراس
fighter|person|fighter/fighters combatant/combatants|مقاتل/مقاتلون
gunman|person|gunman/gunmen militant/militants insurgent/insurgents|مسلح/مسلحون متمرد/متمردون
terrorist|person|terrorist/terrorists|إرهابي/إرهابيون
criminal|person|criminal/criminals|مجرم/مجرمون
civilian|person|civilian/civilians|مدني/مدنيون
citizen|person|citizen/citizens national/nationals|مواطن/مواطنون
killed|person|person~killed/people~killed killed/killed dead/dead death/deaths \
fatality/fatalities|قتيل/قتلى شهيد/شهداء وفاة/وفيات حالة~وفاة/حالات~وفاة
wounded|person|person~wounded/people~wounded wounded/wounded injured/injured injury/injuries|\
جريح/جرحى مصاب/مصابون
victim|person|victim/victims casualty/casualties|ضحية/ضحايا
missing|person|missing~person/missing~people missing/missing|مفقود/مفقودون
detainee|person|detainee/detainees arrest/arrests|\
معتقل/معتقلون موقوف/موقوفون محتجز/محتجزون
prisoner|person|prisoner/prisoners inmate/inmates|سجين/سجناء أسير/أسرى
hostage|person|hostage/hostages|رهينة/رهائن
refugee|person|refugee/refugees|لاجئ/لاجئون
displaced|person|displaced~person/displaced~people displaced/displaced|نازح/نازحون
migrant|person|migrant/migrants immigrant/immigrants|مهاجر/مهاجرون
protester|person|protester/protesters demonstrator/demonstrators protestor/protestors|\
متظاهر/متظاهرون محتج/محتجون
man|person|man/men|رجل/رجال
woman|person|woman/women|امرأة/نساء سيدة/سيدات
child|person|child/children kid/kids|طفل/أطفال
girl|person|girl/girls|فتاة/فتيات طفلة/طفلات
boy|person|boy/boys|فتى/فتيان صبي/صبية
youth|person|youth/youths|شاب/شبان شاب/شباب
student|person|student/students pupil/pupils|طالب/طلاب طالبة/طالبات تلميذ/تلاميذ
teacher|person|teacher/teachers|معلم/معلمون مدرس/مدرسون
worker|person|worker/workers|عامل/عمال
employee|person|employee/employees|موظف/موظفون
journalist|person|journalist/journalists reporter/reporters|صحافي/صحافيون صحفي/صحفيون
doctor|person|doctor/doctors|طبيب/أطباء
patient|person|patient/patients|مريض/مرضى
passenger|person|passenger/passengers|راكب/ركاب مسافر/مسافرون
tourist|person|tourist/tourists|سائح/سياح
visitor|person|visitor/visitors|زائر/زوار زائر/زائرون
pilgrim|person|pilgrim/pilgrims|حاج/حجاج
voter|person|voter/voters|ناخب/ناخبون
candidate|person|candidate/candidates|مرشح/مرشحون
deputy|person|deputy/deputies lawmaker/lawmakers mp/mps|نائب/نواب برلماني/برلمانيون
minister|person|minister/ministers|وزير/وزراء
leader|person|leader/leaders|زعيم/زعماء قائد/قادة
player|person|player/players|لاعب/لاعبون
fan|person|fan/fans spectator/spectators|مشجع/مشجعون متفرج/متفرجون
expert|person|expert/experts|خبير/خبراء
suspect|person|suspect/suspects|متهم/متهمون مشتبه~به/مشتبه~بهم
settler|person|settler/settlers|مستوطن/مستوطنون
user|person|user/users|مستخدم/مستخدمون
subscriber|person|subscriber/subscribers|مشترك/مشتركون
follower|person|follower/followers|متابع/متابعون
volunteer|person|volunteer/volunteers|متطوع/متطوعون
survivor|person|survivor/survivors|ناج/ناجون/ناجيا/ناجيان
driver|person|driver/drivers|سائق/سائقون
farmer|person|farmer/farmers|مزارع/مزارعون
"""

THINGS = """
vehicle||vehicle/vehicles|مركبة/مركبات آلية/آليات عربة/عربات
car|vehicle|car/cars police~car/police~cars|سيارة/سيارات
truck|vehicle|truck/trucks lorry/lorries|شاحنة/شاحنات
bus|vehicle|bus/buses|حافلة/حافلات باص/باصات
tank|vehicle|tank/tanks|دبابة/دبابات
train||train/trains|قطار/قطارات
aircraft||aircraft/aircraft plane/planes airplane/airplanes warplane/warplanes jet/jets|\
طائرة/طائرات
helicopter|aircraft|helicopter/helicopters|مروحية/مروحيات هليكوبتر/هليكوبترات
drone|aircraft|drone/drones|مسيرة/مسيرات طائرة~مسيرة/طائرات~مسيرة
ship||ship/ships vessel/vessels|سفينة/سفن
boat||boat/boats|قارب/قوارب زورق/زوارق
missile||missile/missiles rocket/rockets|صاروخ/صواريخ
shell||shell/shells|قذيفة/قذائف
bomb||bomb/bombs|قنبلة/قنابل
weapon||weapon/weapons|قطعة~سلاح/قطع~سلاح
building||building/buildings|مبنى/مبان مبنى/مباني بناية/بنايات
house||house/houses home/homes|منزل/منازل بيت/بيوت
apartment||apartment/apartments flat/flats|شقة/شقق
unit||housing~unit/housing~units|وحدة~سكنية/وحدات~سكنية
institution||institution/institutions|مؤسسة/مؤسسات
company||company/companies firm/firms|شركة/شركات
bank||bank/banks|مصرف/مصارف بنك/بنوك
shop||shop/shops store/stores|متجر/متاجر محل/محال
factory||factory/factories plant/plants|مصنع/مصانع
school||school/schools|مدرسة/مدارس
university||university/universities|جامعة/جامعات
hospital||hospital/hospitals|مستشفى/مستشفيات
mosque||mosque/mosques|مسجد/مساجد
church||church/churches|كنيسة/كنائس
country||country/countries state/states nation/nations|دولة/دول بلد/بلدان
city||city/cities|مدينة/مدن
town||town/towns|بلدة/بلدات
village||village/villages|قرية/قرى
province||province/provinces governorate/governorates|محافظة/محافظات ولاية/ولايات
region||region/regions area/areas district/districts|منطقة/مناطق إقليم/أقاليم
place||site/sites location/locations place/places|موقع/مواقع
checkpoint||checkpoint/checkpoints|نقطة~تفتيش/نقاط~تفتيش حاجز/حواجز
camp||camp/camps|مخيم/مخيمات
airport||airport/airports|مطار/مطارات
station||station/stations|محطة/محطات
family||family/families household/households|أسرة/أسر عائلة/عائلات
group||group/groups|مجموعة/مجموعات جماعة/جماعات
party||party/parties|حزب/أحزاب
organisation||organisation/organisations organization/organizations|منظمة/منظمات
vote||vote/votes|صوت/أصوات
seat||seat/seats|مقعد/مقاعد
case||case/cases|حالة/حالات قضية/قضايا
infection||infection/infections|إصابة/إصابات
test||test/tests|فحص/فحوص اختبار/اختبارات
dose||dose/doses|جرعة/جرعات
bed||bed/beds|سرير/سرر
attack||attack/attacks|هجوم/هجمات هجوم/هجومات اعتداء/اعتداءات
strike||strike/strikes raid/raids air~strike/air~strikes|غارة/غارات ضربة/ضربات
explosion||explosion/explosions blast/blasts|انفجار/انفجارات
operation||operation/operations|عملية/عمليات
battle||battle/battles|معركة/معارك
flight||flight/flights|رحلة/رحلات
match||match/matches game/games|مباراة/مباريات
goal||goal/goals|هدف/أهداف
medal||medal/medals|ميدالية/ميداليات
book||book/books|كتاب/كتب
document||document/documents|وثيقة/وثائق
article||article/articles|مقال/مقالات مقالة/مقالات
question||question/questions|سؤال/أسئلة
project||project/projects|مشروع/مشاريع
agreement||agreement/agreements deal/deals|اتفاقية/اتفاقيات اتفاق/اتفاقات
meeting||meeting/meetings|اجتماع/اجتماعات لقاء/لقاءات
contact||call/calls|اتصال/اتصالات مكالمة/مكالمات
times||time/times|مرة/مرات
body||body/bodies corpse/corpses|جثة/جثث
animal||animal/animals|حيوان/حيوانات
tree||tree/trees|شجرة/أشجار
fire||fire/fires|حريق/حرائق
earthquake||earthquake/earthquakes quake/quakes|زلزال/زلازل هزة/هزات
violation||violation/violations|انتهاك/انتهاكات
decision||decision/decisions|قرار/قرارات
law||law/laws|قانون/قوانين
session||session/sessions|جلسة/جلسات
stage||stage/stages phase/phases|مرحلة/مراحل
job||job/jobs|وظيفة/وظائف
thing||item/items thing/things|قطعة/قطع
centre||centre/centres center/centers|مركز/مراكز
brigade||brigade/brigades|لواء/ألوية
battalion||battalion/battalions|كتيبة/كتائب
share||share/shares|سهم/أسهم
point||point/points|نقطة/نقاط
"""

COUNTED = PEOPLE + THINGS

MEASURES = """
km|length 1000|kilometre/kilometres kilometer/kilometers km/km kms/kms|\
كيلومتر/كيلومترات كلم/كلم كم/كم كيلو~متر/كيلو~مترات
metre|length 1|metre/metres meter/meters|متر/أمتار
cm|length 0.01|centimetre/centimetres centimeter/centimeters cm/cm|سنتيمتر/سنتيمترات سم/سم
mm|length 0.001|millimetre/millimetres millimeter/millimeters mm/mm|مليمتر/مليمترات ملم/ملم
mile|length 1609.344|mile/miles|ميل/أميال
foot|length 0.3048|foot/feet ft/ft|قدم/أقدام
km2|area 1000000|square~kilometre/square~kilometres square~kilometer/square~kilometers km²/km² \
sq~km/sq~km|كيلومتر~مربع/كيلومترات~مربعة/كيلومترا~مربعا/كيلومتران~مربعان
m2|area 1|square~metre/square~metres square~meter/square~meters m²/m²|\
متر~مربع/أمتار~مربعة/مترا~مربعا/متران~مربعان
hectare|area 10000|hectare/hectares|هكتار/هكتارات
acre|area 4046.8564224|acre/acres|فدان/أفدنة
dunam|area 1000|dunam/dunams dunum/dunums|دونم/دونمات
tonne|mass 1000000|tonne/tonnes ton/tons|طن/أطنان
kg|mass 1000|kilogram/kilograms kg/kg kilo/kilos kilogramme/kilogrammes|\
كيلوغرام/كيلوغرامات كغم/كغم كغ/كغ كيلو/كيلوات كيلوجرام/كيلوجرامات
gram|mass 1|gram/grams gramme/grammes|غرام/غرامات جرام/جرامات
ounce|mass 28.349523125|ounce/ounces|أونصة/أونصات أوقية/أوقيات
barrel|volume 158.987294928|barrel/barrels bbl/bbl|برميل/براميل
litre|volume 1|litre/litres liter/liters|لتر/لترات ليتر/ليترات
gallon|volume 3.785411784|gallon/gallons|غالون/غالونات
m3|volume 1000|cubic~metre/cubic~metres cubic~meter/cubic~meters m³/m³|\
متر~مكعب/أمتار~مكعبة/مترا~مكعبا/متران~مكعبان
mw|power 1000000|megawatt/megawatts mw/mw|ميغاواط/ميغاواط/ميغاواط ميجاوات/ميجاوات/ميجاوات
gw|power 1000000000|gigawatt/gigawatts gw/gw|غيغاواط/غيغاواط/غيغاواط
kw|power 1000|kilowatt/kilowatts kw/kw|كيلوواط/كيلوواط/كيلوواط
celsius|celsius 1|degree~celsius/degrees~celsius °~c/°~c|\
درجة~مئوية/درجات~مئوية/درجة~مئوية/درجتان~مئويتان
degree|degree 1|degree/degrees|درجة/درجات
"""

DURATIONS = """
second|second 1|second/seconds|ثانية/ثوان ثانية/ثواني
minute|second 60|minute/minutes|دقيقة/دقائق
hour|second 3600|hour/hours hr/hrs|ساعة/ساعات
day|second 86400|day/days|يوم/أيام
week|second 604800|week/weeks|أسبوع/أسابيع
month|month 1|month/months|شهر/أشهر شهر/شهور
year|month 12|year/years|عام/أعوام سنة/سنوات سنة/سنين
decade|month 120|decade/decades|عقد/عقود
century|month 1200|century/centuries|قرن/قرون
"""
