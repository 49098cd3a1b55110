//! The words that hold sentences together, by class, and the nouns that report.

use super::Class;

/// Words by class. Where a word stands twice, the first class counts.
pub(super) const CLOSED: &[(Class, &str)] = &[
    (Class::To, "to"),
    (Class::That, "that"),
    (
        Class::Be,
        "am is are was were be been being isn't aren't wasn't weren't ain't isn’t aren’t wasn’t weren’t ain’t",
    ),
    (
        Class::Have,
        "have has had having haven't hasn't hadn't haven’t hasn’t hadn’t",
    ),
    (
        Class::Do,
        "do does did don't doesn't didn't don’t doesn’t didn’t",
    ),
    (
        Class::Modal,
        "will would can could may might must shall should cannot won't wouldn't can't couldn't mustn't shouldn't won’t wouldn’t \
         can’t couldn’t mustn’t shouldn’t ought",
    ),
    (Class::Negation, "not never"),
    (
        Class::Pronoun,
        "i you he she it we they me him us them myself yourself himself herself itself ourselves themselves everyone everybody \
         someone somebody anyone anybody nobody everything something anything nothing others there mine yours hers ours theirs",
    ),
    (
        Class::Wh,
        "who whom which what whose how why where whoever whatever whichever",
    ),
    (
        Class::Determiner,
        "the a an this these those some any no every each all both many several few more most another other such half its his \
         her their our my your neither either much less fewer",
    ),
    (Class::Conjunction, "and or but nor yet"),
    (
        Class::Subordinator,
        "because although though while if when before after since unless until whereas once whether lest as so whenever \
         wherever except",
    ),
    (
        Class::Preposition,
        "of in on at by for with from about into over under between among against during without through toward towards across \
         behind beyond near off onto out per upon within despite amid alongside following including regarding concerning via \
         like unlike than around above below beneath beside besides inside outside throughout up down along versus past minus plus",
    ),
    (
        Class::Time,
        "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight earlier later recently \
         afterward afterwards january february march april june july august september october november december overnight",
    ),
    (
        Class::Adverb,
        "also now then still just even already again however meanwhile too often ever soon only almost rather instead perhaps \
         maybe further furthermore moreover therefore thus hence indeed once twice here always sometimes quite very seldom \
         nonetheless nevertheless otherwise anyway back away ago well far yet likewise somewhat overall",
    ),
];

/// Adverbs of many: words in -ly that are not.
pub(super) const NOT_ADVERBS: &str = "family italy supply reply apply rely july ally assembly only early daily weekly monthly likely unlikely \
    friendly elderly costly deadly lovely ugly monopoly rally tally fly bully belly jelly anomaly homily multiply imply comply \
    emily kelly sally billy willy molly holly wholly quarterly yearly lonely orderly melancholy reilly connolly o'reilly";

/// Nouns that are followed by what is claimed: "the claim that".
pub(super) const REPORTING_NOUNS: &str = "claim claims allegation allegations assertion assertions view belief opinion argument contention \
    conclusion statement suggestion prediction warning warnings fear fears concern concerns hope hopes promise pledge vow \
    announcement accusation accusations charge charges complaint complaints conviction finding findings notion idea theory \
    speculation report reports rumor rumors rumour rumours demand demands expectation expectations assurance assurances \
    insistence admission acknowledgment acknowledgement estimate proposal threat threats word message doubt doubts feeling \
    hint hypothesis assumption assessment suspicion suspicions denial call calls plea plan plans desire decision request \
    comment comments remark remarks revelation declaration testimony evidence boast";

/// Titles that end in a full stop, and other abbreviations after which a sentence goes on.
pub(super) const ABBREVIATIONS: &str = "mr mrs ms dr prof sen sens rep reps gov govs gen lt col sgt capt maj adm hon rev st fr jr sr pres supt insp cpl pvt \
    vs v no nos fig al approx est dept univ assn bros jan feb mar apr aug sept sep oct nov dec mt ft ave blvd rd";

/// Abbreviations after which a sentence may end.
pub(super) const MAY_END: &str = "inc corp co ltd llc plc etc u.s u.k u.n e.u d.c a.m p.m i.e e.g ph.d m.d b.a ala ariz ark calif colo conn del fla ga \
    ill ind kan ky la md mass mich minn miss mo mont neb nev n.h n.j n.m n.y n.c n.d okla ore pa r.i s.c s.d tenn tex vt va wash w.va wis wyo";

/// Organisations by their last or only word.
pub(super) const ORGANISATIONS: &str = "agency ministry department government council committee commission company corporation bank party union court \
    police university institute association organisation organization group foundation board parliament senate congress office \
    authority administration campaign team firm airline network times post journal news reuters bureau administration house \
    nato un eu fbi cia nasa who imf opec coalition alliance league federation army navy force forces service services kremlin \
    pentagon club school hospital inc corp ltd llc plc co center centre fund society press tribunal watchdog regulator \
    newspaper magazine outlet operator union unions state treasury cabinet delegation panel charity utility exchange store";

/// Documents by their last or only word.
pub(super) const DOCUMENTS: &str = "report study letter law bill statement poll survey memo document documents article book paper filing filings lawsuit \
    complaint indictment email emails e-mail e-mails tweet data figures records analysis review audit ruling constitution \
    transcript post website site polls surveys research studies findings census affidavit text act treaty resolution";

/// Groups of people, by their last or only word.
pub(super) const GROUPS: &str = "officials residents critics experts analysts people scientists researchers economists supporters opponents voters \
    republicans democrats lawmakers sources witnesses doctors students teachers workers protesters neighbours neighbors \
    investors traders prosecutors lawyers authorities observers advocates activists members leaders parents families others some many \
    most they we those users fans farmers police investigators aides advisers allies americans europeans russians ukrainians \
    conservatives liberals historians officers soldiers women men children customers commuters passengers campaigners councillors \
    senators staff employees patients executives managers strategists pollsters";

/// People by their last or only word.
pub(super) const PEOPLE: &str = "president minister spokesman spokeswoman spokesperson senator governor mayor chairman chairwoman chair director \
    secretary professor doctor man woman mother father official critic expert analyst scientist researcher economist \
    lawyer judge candidate nominee leader adviser advisor resident teacher student witness reporter editor author king \
    queen chief executive ceo founder manager owner officer sergeant captain general colonel prosecutor attorney \
    representative congressman congresswoman commissioner coroner provost prefect treasurer principal headteacher \
    headmaster skipper bishop imam rabbi archbishop chancellor premier ambassador envoy commander inspector \
    superintendent constable warden curator conductor consultant surgeon engineer architect historian geologist \
    biologist astronomer chairperson co-founder referee goalkeeper trainer ombudsman registrar magistrate barrister \
    solicitor chemist physicist epidemiologist councillor farmer driver pilot strategist he she i who you him her";

/// Common first names of men.
pub(super) const MALE_NAMES: &str = "aaron adam ahmed alan albert alexander alexei ali amit andrew andriy anthony antonio arjun arthur \
    austin barack ben benjamin bernie bill billy bo bob bobby boris brandon brendan brian bruce bryan \
    callum carl carlos charles chris christian christopher colin connor dan daniel david declan dennis \
    diego dieter dmitri donald douglas duncan dylan edward elijah emmanuel eric ethan eugene fernando \
    francesco francois frank fred friedrich gabriel gareth gary george gerald giovanni graham greg \
    gregory hans harold harry hassan henry hiroshi howard hugo hussein huw ian ibrahim ivan jack jacob \
    jacques james jason javier jeff jeffrey jeremy jerry jesse jim joe john jonathan jordan jose joseph \
    joshua juan jun justin jürgen karl keith kenji kenneth kevin khalid klaus kyle larry laurent \
    lawrence leo liam logan louis luca luis mahmoud malcolm manuel marco mark martin mason matt matthew \
    michael michel miguel mike mikhail ming mitt mohammed muhammad mustafa nathan neil niall nicholas \
    nick noah oleg oliver olivier omar owen pablo padraig paolo patrick paul pedro peter philip pierre \
    rahul raj ralph randy raymond rhys richard rick rob robert roger ron ronald roy russell ryan samuel \
    sanjay scott seamus sean sergei simon stefan stephen steve steven stuart takashi ted terry thomas \
    tim timothy tom tony tyler vijay viktor vincent vladimir volodymyr walter wayne wei william willie \
    wolfgang yusuf zachary";

/// Common first names of women.
pub(super) const FEMALE_NAMES: &str = "abigail ada agnes aisha akiko alexis alice amanda amber amina amy andrea angela angharad anjali ann \
    anna anne annegret aoife ashley astrid barbara beatrice bethan betty beverly brenda brigitte \
    brittany camille carmen carol carolyn catherine catriona cerys charlotte cheryl chiara chloe \
    christina christine claire cynthia daisy danielle deborah debra deepa denise diana diane dolores \
    donna doris dorothy edith eilidh elena elizabeth ella emily emma eve evelyn fatima fiona frances \
    francesca freya giulia gloria grace gwen hannah harriet heather heike helen hillary ingrid inés \
    irina isabella isla ivanka ivy jacqueline janet janice jennifer jessica joan joyce judith judy julia \
    julie juliette kamala karen katherine kathleen kathryn kayla keiko kelly kimberly lakshmi laura \
    lauren leila lily linda ling lisa lori lucia lucy lucía madison margaret maria marie marilyn martha \
    mary megan mei melania melissa mercedes michelle molly morag nancy natalie natasha nia niamh nicole \
    nora oksana olga olivia pamela patricia petra pilar poppy priya rachel rebecca rhiannon rosie ruby \
    ruth sabine samantha sandra sara sarah sharon shirley sian sigrid sinead siobhan sofia sophia sophie \
    stephanie susan svetlana ségolène tammy tatiana teresa theresa ursula vera victoria virginia wendy \
    yuki yulia zainab zoe zoë";
