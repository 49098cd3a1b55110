//! The verbs: which ones report, with the frames they take, and which others there are.
//!
//! Lemmas only; the forms are made by rule in [`super::inflection`].

use super::Frames;

/// Reporting verbs by the complements they take.
pub(super) const REPORTING: &[(Frames, &str)] = &[
    (
        Frames::SAY,
        "say add announce hint claim declare state insist maintain assert contend affirm reiterate \
         testify conclude remark concede admit acknowledge confirm argue allege warn boast joke \
         lament predict believe think suspect assume calculate reason",
    ),
    (
        Frames::SAY.with(Frames::NOUN),
        "note report observe emphasize emphasise stress explain recall mention stipulate disclose \
         reveal complain quip tweet write repeat opine posit hypothesize speculate proclaim \
         estimate forecast project caution recount underscore underline divulge post retort \
         surmise theorize theorise volunteer clarify",
    ),
    (
        Frames::QUOTE,
        "murmur comment continue shout yell ask reply respond answer exclaim chant whisper mutter echo cry sing \
         read counter quote inquire interject plead sneer scream implore muse marvel agree \
         go laugh crow intone deadpan",
    ),
    (
        Frames::ADDRESSEE.with(Frames::SAY),
        "tell inform remind assure notify reassure convince persuade",
    ),
    (
        Frames::THAT.with(Frames::BARE),
        "feel know understand realize realise learn hear guess imply indicate suggest show find \
         demonstrate doubt fear worry dream presume suppose discover recognize recognise \
         deny signal hold imagine remember rule see certify swear accept establish order decree calculate",
    ),
    (
        Frames::THAT.with(Frames::NOUN).with(Frames::GERUND),
        "suggest propose recommend advocate anticipate deny mention recall regret dispute \
         question foresee document illustrate detail highlight reflect cite reference tout \
         emphasize discuss oppose describe",
    ),
    (
        Frames::THAT.with(Frames::TO).with(Frames::NOUN),
        "demand expect promise pledge vow threaten agree decide request desire",
    ),
    (
        Frames::THAT.with(Frames::TO).with(Frames::BARE),
        "hope wish",
    ),
    (
        Frames::THAT,
        "allow direct instruct grant answer reply respond counter whisper murmur shout mutter quip crow",
    ),
    (
        Frames::ONE_WORD,
        "predict deny oppose want expect fear demand promise regret dispute admit thank reject",
    ),
    (Frames::FOR, "apologise apologize"),
    (
        Frames::TO.with(Frames::NOUN),
        "want refuse offer decline plan intend vow aim prefer hesitate propose",
    ),
    (Frames::SAY, "advise beg plead urge implore"),
    (
        Frames::OBJECT_TO,
        "urge ask tell order encourage instruct beg press invite warn advise persuade implore \
         direct push request lobby command exhort pressure call",
    ),
    (
        Frames::NOUN,
        "criticize criticise condemn denounce praise slam blast attack reject dismiss endorse \
         welcome support back defend accuse mock ridicule blame question demand discuss oppose \
         favor favour call label deride decry applaud hail laud lambaste rebuke bemoan deplore \
         characterize characterise dub liken compare cite describe promote tout \
         thank judge deem term brand express voice outline propose predict protest slam rip bash",
    ),
    (
        Frames::WHETHER,
        "ask wonder know question explain say see discuss describe tell decide debate",
    ),
];

/// Verbs that report together with a particle.
pub(super) const WITH_PARTICLE: &[(&str, &str, Frames)] = &[
    ("point", "out", Frames::SAY.with(Frames::NOUN)),
    ("point", "to", Frames::NOUN),
    ("call", "for", Frames::NOUN),
    ("call", "on", Frames::OBJECT_TO.with(Frames::NOUN)),
    ("call", "upon", Frames::OBJECT_TO),
    ("push", "for", Frames::NOUN),
    ("warn", "against", Frames::NOUN.with(Frames::GERUND)),
    ("warn", "of", Frames::NOUN.with(Frames::GERUND)),
    ("warn", "about", Frames::NOUN),
    ("argue", "for", Frames::NOUN),
    ("argue", "against", Frames::NOUN),
    ("speak", "of", Frames::ONE_WORD),
    ("speak", "about", Frames::NOUN),
    ("complain", "about", Frames::NOUN),
    ("complain", "of", Frames::NOUN),
    ("object", "to", Frames::NOUN),
    ("refer", "to", Frames::NOUN),
    ("allude", "to", Frames::NOUN),
    ("agree", "with", Frames::NOUN),
    ("agree", "on", Frames::NOUN),
    ("disagree", "with", Frames::NOUN),
    ("accuse", "of", Frames::NOUN),
    ("worry", "about", Frames::NOUN),
    ("boast", "about", Frames::NOUN),
    ("boast", "of", Frames::NOUN),
    ("joke", "about", Frames::NOUN),
    ("comment", "on", Frames::NOUN),
    ("elaborate", "on", Frames::NOUN),
    ("lash", "out", Frames::NOUN),
    ("fire", "back", Frames::SAY),
    ("shoot", "back", Frames::SAY),
    ("chime", "in", Frames::SAY),
    ("sum", "up", Frames::NOUN),
    ("lay", "out", Frames::NOUN),
    ("insist", "on", Frames::NOUN.with(Frames::GERUND)),
    ("advocate", "for", Frames::NOUN),
    ("hope", "for", Frames::ONE_WORD),
    (
        "lay",
        "down",
        Frames::THAT.with(Frames::BARE).with(Frames::NOUN),
    ),
    ("conclude", "by", Frames::QUOTE),
    ("ask", "about", Frames::NOUN),
    ("ask", "for", Frames::NOUN),
    ("make", "clear", Frames::SAY),
    (
        "rule",
        "out",
        Frames::ONE_WORD.with(Frames::GERUND).with(Frames::THAT),
    ),
    ("campaign", "for", Frames::NOUN),
    ("appeal", "for", Frames::ONE_WORD),
    ("plead", "for", Frames::NOUN),
    ("press", "for", Frames::NOUN),
    ("lobby", "for", Frames::NOUN),
    ("stand", "by", Frames::NOUN),
];

/// Reporting verbs whose forms in the present tense are as often nouns: "plans", "claims".
pub(super) const ALSO_NOUNS: &str = "claim report plan advocate call charge note hope fear demand estimate support question comment remark \
    attack promise pledge vow threat request doubt worry desire wish view rule order forecast project point state mention \
    reference show press force post address voice raise back rip guess reason challenge echo protest dream joke cry signal \
    need aim offer push project measure cost look work vote run trade talk deal move turn rise fall start end change result \
    increase decrease drop visit fight tax play strike cut test study place face lead loss stand store market record visit \
    target set fund help use name document detail release answer laugh find see share ban block process design form fire \
    figure hold go purchase return review veto win host walk ride drive effect number plant order sign close open respect
    damage loan hit light land house interest view value water air book matter head hand line form rank";

/// Verbs that report nothing, so that clauses are told from fragments.
pub(super) const OTHER: &str = "accept access account achieve acquire act adapt adjust adopt advance affect aid allow \
    appeal appear apply appoint approach approve arise arm arrange arrest arrive assemble assess assign assist attach attempt await \
    attend attract avoid award balance ban bear beat become begin belong benefit bet bind bite block blow board boost borrow \
    break bring broadcast build burn buy calm campaign cancel capture care carry cast catch cause celebrate change charge \
    check circulate clear climb close collapse collect come commit compete complete comprise concern conduct connect contain \
    contribute control cooperate cost count cover crash create cross cut damage date deal decline decrease defeat delay \
    deliver depend deploy derive deserve design destroy detain develop die differ disappear divide do donate double draw \
    drive drop earn ease eat edge elect eliminate emerge employ enable end endanger engage enjoy enter escape establish \
    evacuate evolve examine exceed exist expand experience explode export extend face fail fall favor feature feed fight fill \
    finance fire fit flee float flow fly focus follow forbid form found fuel fund gain gather generate get give go govern \
    grant grow handle happen harm head help hire hit hold host hurt identify ignore impose import improve include increase \
    influence inject injure install interview introduce invade invest investigate involve issue join jump keep kill kick land \
    last launch lead leave lend let lie lift like limit link listen live lose love lower make manage mark market marry match \
    measure meet miss monitor mount move name negotiate nominate observe obtain occupy occur open operate organize owe own \
    participate pass pay perform permit pick place plant play pour prepare present prevent proceed produce profit prohibit \
    protect provide publish pull purchase pursue put raise range rank rate reach receive recover reduce regulate relate \
    release rely remain remove render reopen repay replace represent rescue resign resist resolve respond rest restore \
    restrict result resume retain retire return review rise risk roll run save schedule score search secure sell send separate \
    serve set settle share shift shoot shop shut sign sink sit slide slip slow smile soar sound spark spend split spread stand \
    start stay steal stem step stop store strengthen stretch strike struggle study submit succeed suffer supply surge survive \
    suspend sustain take talk target tend test tighten touch trace track trade train transfer transform travel treat trigger \
    trim try tumble turn unveil upgrade use vary veto view violate visit vote wait walk warm wear weigh win withdraw work \
    wound yield double triple collide prove mean determine figure judge seek choose need challenge force allow require address talk \
    consider explode erupt flood ban tie";

/// Irregular verbs: lemma, past, participle.
pub(super) const IRREGULAR: &str = "say said said|tell told told|think thought thought|know knew known|write wrote written|\
    speak spoke spoken|hear heard heard|feel felt felt|find found found|understand understood understood|read read read|\
    hold held held|see saw seen|go went gone|begin began begun|swear swore sworn|make made made|lay laid laid|\
    shoot shot shot|mean meant meant|show showed shown|foresee foresaw foreseen|forecast forecast forecast|sing sang sung|\
    prove proved proven|dream dreamt dreamt|choose chose chosen|seek sought sought|put put put|bring brought brought|\
    take took taken|give gave given|get got gotten|come came come|become became become|run ran run|keep kept kept|\
    let let let|leave left left|lead led led|meet met met|pay paid paid|send sent sent|build built built|spend spent spent|\
    lose lost lost|win won won|sell sold sold|buy bought bought|catch caught caught|fight fought fought|teach taught taught|\
    stand stood stood|sit sat sat|set set set|cut cut cut|hit hit hit|shut shut shut|cost cost cost|hurt hurt hurt|\
    bet bet bet|split split split|spread spread spread|cast cast cast|broadcast broadcast broadcast|rise rose risen|\
    arise arose arisen|drive drove driven|fall fell fallen|grow grew grown|fly flew flown|draw drew drawn|blow blew blown|\
    throw threw thrown|wear wore worn|bear bore borne|break broke broken|steal stole stolen|eat ate eaten|beat beat beaten|\
    bite bit bitten|bind bound bound|deal dealt dealt|feed fed fed|flee fled fled|forbid forbade forbidden|lend lent lent|\
    lie lay lain|shut shut shut|sink sank sunk|slide slid slid|strike struck struck|withdraw withdrew withdrawn|\
    do did done|repay repaid repaid|hide hid hidden|shake shook shaken|burn burned burned|learn learned learned";
