"""The criteria of domain.md 6.3, in Dutch and English, and a short check of the critical ones.

I institution, H host, M mentor, S student; a star marks a critical criterion.
"""

from django.db import migrations

WHO = {"I": "institution", "H": "host", "M": "mentor", "S": "student"}

CRITERIA = """
A1*|IH|Vóór de start ondertekenden de drie partijen een overeenkomst met doelen, taken en contactpersonen.|Before the start the three parties signed an agreement that names goals, duties and contacts.
A2|IH|Instelling en werkplek hebben de inhoud van het traject samen ontworpen.|The pathway content was designed together by institution and host.
A3|IH|De rollen van mentor, trajectbegeleider en opleidingsverantwoordelijke staan op papier en zijn bekend.|Roles of mentor, coach and programme director are written down and known.
A4|IHS|Er is afgesproken wat er gebeurt als student of mentor afwezig is.|What happens with absence of student or mentor is agreed.
A5|IHS|Voor stopzetting, onenigheid en klachten bestaat een duidelijke en korte procedure.|Termination, disputes and complaints have a clear and short procedure.
A6|I|De samenwerking is voor meer dan één lichting gepland en wordt samen geëvalueerd.|The cooperation is planned for more than one cohort and evaluated together.
A7|H|De werkplek krijgt op tijd de informatie die ze nodig heeft.|The host gets the information it needs in time.
B1*|I|Elk leerresultaat van de werkplek is gekoppeld aan een taak en een moment van beoordeling.|Every workplace learning outcome is mapped to a task and an assessment moment.
B2*|I|Het niveau van abstractie past bij het kwalificatieniveau (5, 6 of 7).|The abstraction level fits the qualification level (5, 6 or 7).
B3|I|Wat de werkplek niet kan aanbieden, komt aan bod in de instelling.|Outcomes that the host cannot offer are covered at the institution.
B4|IS|De verworven competenties zijn breed genoeg voor andere werkgevers en sectoren.|Acquired competences are broad enough for other employers and sectors.
B5|S|Ik leer op het werk nieuwe dingen en pas niet alleen toe wat ik al kende.|I learn new things at work, not only apply what I knew.
B6|IH|De omvang van het werkplekleren is voor deze opleiding verantwoord.|The volume of workplace learning is justified for this programme.
B7|I|Geplande opdrachten om terug te kijken verbinden theorie en praktijk.|Theory and practice are linked by planned reflection tasks.
C1*|H|Er is een mentor met naam en met genoeg ervaring in het vak, en iemand die kan vervangen.|A named mentor with enough experience in the field is available, with a substitute.
C2|H|De mentor heeft tijd die vrijgehouden is (noteer de uren per week per student).|The mentor has protected time (record hours per week per student).
C3|HM|De mentor volgde een mentoropleiding, of doet dat binnen de afgesproken termijn.|The mentor followed a mentor training, or will within the agreed term.
C4|S|Ik krijg geregeld en gericht feedback (minstens om de twee weken).|I get regular, specific feedback (at least every two weeks).
C5|M|Ik ken de leerresultaten en weet hoe ik ze beoordeel.|I know the learning outcomes and how to judge them.
C6|IM|Mentor en trajectbegeleider spreken elkaar op geplande momenten en delen hoe het vordert.|Mentor and coach meet at planned moments and share progress.
C7|M|De instelling steunt me wanneer ik dat nodig heb.|I get support from the institution when I need it.
D1*|H|De taken horen bij het beroep en worden geleidelijk moeilijker.|Tasks belong to the occupation and grow in difficulty.
D2|HS|Uit fouten wordt geleerd.|Mistakes are used to learn from.
D3|S|Ik neem deel aan teamoverleg en aan meer dan één activiteit of afdeling.|I take part in team meetings and in more than one activity or unit.
D4|H|Collega’s en leiding hechten belang aan leren; er is tijd voor gepland naast het werk.|Colleagues and management value and support learning; time off the task is planned.
D5|H|De student kan werken met de toestellen, gegevens en systemen die voor de taken nodig zijn.|Equipment, data and systems needed for the tasks are available to the student.
D6|H|Het aantal studenten past bij het aantal mentoren.|The number of students fits the number of mentors.
D7|H|De werkplek is financieel en juridisch stabiel genoeg om studenten te laten afronden.|The host is financially and legally stable enough to let students finish.
D8|HS|Er is echt gelegenheid om over stappen in de loopbaan te praten.|There is a real chance to discuss career steps.
E1*|H|De risicoanalyse is actueel (jonger dan een jaar) en gedeeld.|Risk assessment is up to date (less than one year) and shared.
E2*|IH|De verzekeringen voor ongevallen en aansprakelijkheid zijn in orde vóór de eerste dag.|Insurance for accidents and liability is in order before day one.
E3|HS|De student kreeg een onthaal, met uitleg over wat te doen in nood.|The student got an introduction incl. emergency procedures.
E4*|S|Ik voel me veilig; ik weet bij wie ik terechtkan met pesten, ongewenst gedrag of discriminatie.|I feel safe; I know whom to tell about bullying, harassment or discrimination.
E5|HS|Werk- en rusttijden volgen de overeenkomst.|Working hours and rest follow the agreement.
E6|HI|Noden zoals een handicap of een zwangerschap zijn besproken en er is voor aanpassingen gezorgd.|Needs such as disability or pregnancy were discussed and adaptations made.
E7|IHS|De onkosten (en een eventuele vergoeding) zijn vooraf afgesproken en op tijd betaald.|Expenses (and any allowance) were agreed in advance and paid on time.
F1*|I|De instelling beslist over de studiepunten; de kijk van de mentor telt mee en staat op papier.|The institution decides on credits; the mentor's view is a documented input.
F2|IMS|Criteria en beoordelingsschalen zijn bij de start bekend.|Criteria and rubrics are known at the start.
F3|I|Er was op tijd minstens één tussentijdse en één eindbeoordeling.|At least one mid-term and one final assessment took place on time.
F4|S|Ik kreeg uitleg bij mijn resultaat en weet hoe ik er beroep tegen aanteken.|I got reasons for my result and know how to appeal.
F5|I|Er is meer dan één bron van bewijs (observatie, product, gesprek).|More than one source of evidence is used (observation, product, conversation).
F6|I|De beoordelaars stemmen hun oordeel elk jaar op elkaar af.|Moderation between assessors is done each year.
G1*|I|De selectiecriteria lagen vast en waren bekendgemaakt vóór de ronde.|Selection criteria were fixed and published before the round.
G2*|I|Alle kandidaten zijn door minstens twee mensen met dezelfde beoordelingsschaal beoordeeld.|All candidates were scored with the same rubric by at least two people.
G3|S|Ik begreep hoe de toewijzing werkt en wat er verwacht wordt.|I understood how the matching works and what is expected.
G4|S|Ik kreeg nuttige feedback op mijn intake.|I got helpful feedback on my intake.
G5*|I|Studenten zonder plaats kregen hulp om een ander traject te vinden.|Students without a match got help to find another pathway.
G6|I|De resultaten worden per groep opgevolgd.|Outcomes per group are monitored.
G7|I|De openbare informatie over opbouw, rechten, plichten en kwaliteit is juist en actueel.|Public information on structure, rights, duties and quality is correct and current.
H1|I|Een wijziging van statuut staat het diploma niet in de weg; oplossingen zijn genoteerd.|A change of status does not block the diploma; solutions are recorded.
H2|I|Werkzoekenden en zij-instromers kunnen onder bekende voorwaarden instappen.|Jobseekers and lateral entrants can enter under known conditions.
H3|I|De tijd voor voorbereiding en begeleiding wordt genoteerd voor een kostenanalyse.|Preparation and guidance time is recorded for cost analysis.
H4|I|Voortijdige stopzettingen worden onderzocht; de redenen leiden tot verbetering.|Early ends are analysed; reasons feed improvement.
H5|I|Afgestudeerden worden na 6 tot 12 maanden bevraagd.|Graduates are followed after 6-12 months.
H6|IH|De verbeteracties uit de vorige doorlichting zijn uitgevoerd.|Improvement actions from the last review were carried out.
"""

INSTRUMENTS = [
    ("PARTNERSHIP", "Partnerschap en werkplek", "Partnership and workplace", False),
    ("SHORT", "Korte toets", "Short check", True),
]


def criteria():
    """Each line as the fields of a criterion."""
    for line in CRITERIA.strip().splitlines():
        code, who, dutch, english = line.split("|")
        yield {
            "code": code.rstrip("*"),
            "theme": code[0],
            "is_critical": code.endswith("*"),
            "respondents": [WHO[letter] for letter in who],
            "text_nl": dutch,
            "text_en": english,
        }


def add(apps, schema_editor):
    """Both instruments with their criteria."""
    instruments = apps.get_model("quality", "Instrument")
    rows = apps.get_model("quality", "InstrumentCriterion")
    for code, dutch, english, critical_only in INSTRUMENTS:
        instrument = instruments.objects.create(code=code, name_nl=dutch, name_en=english)
        for values in criteria():
            if values["is_critical"] or not critical_only:
                rows.objects.create(instrument=instrument, **values)


class Migration(migrations.Migration):
    dependencies = [("quality", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
