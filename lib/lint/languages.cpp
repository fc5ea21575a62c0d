#include "lint/languages.hpp"

#include <algorithm>
#include <string>

#include "core/ascii.hpp"
#include "i18n/locale_tag.hpp"

namespace objectos::lint {
namespace {

// The codes that ICU 72 lists: ISO 639 (with the withdrawn ones that CLDR takes for aliases), ISO 3166.
constexpr std::string_view two_letters =
    " "
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv "
    "dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie "
    "ig ii ik in io is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln "
    "lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi "
    "pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti "
    "tk tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";
constexpr std::string_view three_letters =
    " "
    "ace ach ada ady aeb afh agq ain akk akz ale aln alt ang anp arc arn aro arp arq ars arw ary arz asa "
    "ase ast avk awa bal ban bar bas bax bbc bbj bej bem bew bez bfd bfq bgc bgn bho bik bin bjn bkm bla "
    "bpy bqi bra brh brx bss bua bug bum byn byv cad car cay cch ccp ceb cgg chb chg chk chm chn cho chp "
    "chr chy ckb cop cps crh csb dak dar dav del den dgr din dje doi dsb dtp dua dum dyo dyu dzg ebu efi "
    "egl egy eka elx enm esu ewo ext fan fat fil fit fon frc frm fro frp frr frs fur gaa gag gan gay gba "
    "gbz gez gil glk gmh goh gom gon gor got grb grc gsw guc gur guz gwi hai hak haw hif hil hit hmn hsb "
    "hsn hup iba ibb ilo inh izh jam jbo jgo jmc jpr jrb jut kaa kab kac kaj kam kaw kbd kbl kcg kde kea "
    "ken kfo kgp kha kho khq khw kiu kkj kln kmb koi kok kos kpe krc kri krj krl kru ksb ksf ksh kum kut "
    "lad lag lah lam lez lfn lij liv lkt lmo lol loz lrc ltg lua lui lun luo lus luy lzh lzz mad maf mag "
    "mai mak man mas mde mdf mdh mdr men mer mfe mga mgh mgo mic min mis mnc mni moh mos mrj mua mul mus "
    "mwl mwr mwv mye myv mzn nan nap naq nds new nia niu njo nmg nnh nog non nov nqo nso nus nwc nym nyn "
    "nyo nzi osa ota pag pal pam pap pau pcd pcm pdc pdt peo pfl phn pms pnt pon prg pro quc qug raj rap "
    "rar rgn rif rof rom rtm rue rug rup rwk sad sah sam saq sas sat saz sba sbp scn sco sdc sdh see seh "
    "sei sel ses sga sgs shi shn shu sid sli sly sma smj smn sms snk sog srn srr ssy stq suk sus sux swb "
    "syc syr szl tcy tem teo ter tet tig tiv tkl tkr tlh tli tly tmh tog tpi tru trv tsd tsi ttt tum tvl "
    "twq tyv tzm udm uga umb und vai vec vep vls vmf vot vro vun wae wal war was wbp wuu xal xmf xog yao "
    "yap yav ybb yrl yue zap zbl zea zen zgh zun zxx zza ";
constexpr std::string_view regions =
    " "
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT "
    "BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DG DJ DK DM DO DZ EA EC EE "
    "EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN "
    "HR HT HU IC ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI "
    "LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE "
    "NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC "
    "SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW "
    "TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW ";

bool is_among(std::string_view list, std::string_view word) {
  std::string padded = " ";
  padded.append(word).append(" ");
  return list.find(padded) != list.npos;
}

struct Confusion {
  std::string_view country;
  std::string_view language;
};
constexpr Confusion confusions[] = {{"jp", "ja"}, {"cn", "zh"}, {"cz", "cs"}, {"dk", "da"}, {"gr", "el"}};

}  // namespace

bool is_language(std::string_view code) {
  const std::string folded = ascii::lower(code);
  return folded.size() == 2 ? is_among(two_letters, folded)
                            : folded.size() == 3 && is_among(three_letters, folded);
}

bool is_region(std::string_view code) {
  const std::string folded = ascii::upper(code);
  if (folded.size() == 3) return folded.find_first_not_of("0123456789") == folded.npos;
  return folded.size() == 2 && is_among(regions, folded);
}

std::string_view language_meant(std::string_view country) {
  for (const Confusion& each : confusions)
    if (i18n::is_same_tag(each.country, country)) return each.language;
  return {};
}

bool names_locale(std::string_view stem) {
  if (!i18n::is_locale_tag(stem)) return false;
  const std::string_view language = i18n::language_of(stem);
  if (is_language(language) || !language_meant(language).empty()) return true;
  // An unknown language is believed only with a region behind it: `ui.json` is no locale.
  const std::size_t cut = language.size();
  return cut < stem.size() && is_region(stem.substr(stem.find_last_of("-_") + 1));
}

}  // namespace objectos::lint
