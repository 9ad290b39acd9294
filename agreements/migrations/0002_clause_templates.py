"""The ten clauses of the advice (V16 to V25) as model texts in Dutch and English.

Own wording. The law behind them: insurance and duty-holder (law of 10 April 1971 on work
accidents, reform of 2020), liability for fraud and gross fault only (higher education,
since 1 September 2016), welfare of interns (Codex Well-being at Work, book X title 4).
"""

from django.db import migrations

CLAUSES = [
    (
        "presence",
        "together",
        "Omvang en periode van aanwezigheid",
        "Volume and period of presence",
        """De student leert %(hours_per_week)s uur per week op de werkplek, samen %(hours_total)s uur, op deze dagen en uren: %(schedule)s. Uitzonderingen in de kalender: %(calendar_exceptions)s.

Deze uren horen bij de opleiding. Ze tellen niet mee als studentenarbeid. Op de werkplek gelden de regels over arbeidstijd en rust en het arbeidsreglement van de gastorganisatie.

Wie het rooster wil veranderen, vraagt dat vooraf aan de twee andere partijen.""",
        """The student learns at the workplace for %(hours_per_week)s hours a week, %(hours_total)s hours in all, on these days and times: %(schedule)s. Exceptions in the calendar: %(calendar_exceptions)s.

These hours belong to the programme. They do not count as a student job. The rules on working time and rest and the work regulations of the host organisation apply at the workplace.

Whoever wants to change the schedule asks the two other parties beforehand.""",
    ),
    (
        "accident",
        "institution",
        "Verzekering tegen arbeidsongevallen",
        "Work-accident insurance",
        """De student is verzekerd tegen ongevallen op de werkplek en op de weg ernaartoe. De polis %(accident_policy)s bij %(accident_insurer)s staat op naam van %(accident_holder)s en loopt tot en met %(accident_valid_to)s.

Voor een student die niet betaald wordt, zorgt de instelling voor de verzekering en de aangifte bij de sociale zekerheid (Dimona). Voor wie bij de eigen werkgever leert, zorgt de werkgever daarvoor tijdens de werkuren.

Een ongeval wordt dezelfde dag gemeld aan de mentor en aan de trajectbegeleider. De gastorganisatie bezorgt de gegevens voor de aangifte.""",
        """The student is insured against accidents at the workplace and on the way there. Policy %(accident_policy)s with %(accident_insurer)s is in the name of %(accident_holder)s and runs until %(accident_valid_to)s.

For a student who is not paid, the institution takes care of the insurance and of the declaration to social security (Dimona). For somebody who learns at the own employer, the employer does so during working hours.

An accident is reported to the mentor and to the trajectory coach on the same day. The host organisation provides what is needed for the declaration.""",
    ),
    (
        "liability",
        "institution",
        "Burgerlijke aansprakelijkheid",
        "Civil liability",
        """Veroorzaakt de student schade op de werkplek, dan is de student alleen aansprakelijk voor bedrog en voor een zware fout. De gastorganisatie draagt de gevolgen van een lichte fout.

De polis %(liability_policy)s voor burgerlijke aansprakelijkheid bij %(liability_insurer)s staat op naam van %(liability_holder)s en loopt tot en met %(liability_valid_to)s.

Schade wordt zo snel mogelijk gemeld aan de mentor en aan de trajectbegeleider. Niemand houdt een bedrag in zonder dat de drie partijen gehoord zijn.""",
        """If the student causes damage at the workplace, the student answers only for fraud and for a gross fault. The host organisation bears the consequences of a light fault.

Policy %(liability_policy)s for civil liability with %(liability_insurer)s is in the name of %(liability_holder)s and runs until %(liability_valid_to)s.

Damage is reported to the mentor and to the trajectory coach as soon as possible. Nobody withholds an amount before the three parties have been heard.""",
    ),
    (
        "disputes",
        "together",
        "Betwistingen",
        "Disputes",
        """Wie het ergens niet mee eens is, bespreekt dat eerst met de mentor en de trajectbegeleider. Lukt dat niet, dan schrijft die partij op wat er scheelt en hoort %(mediator)s de drie partijen.

Elke partij antwoordt binnen %(answer_days)s dagen. De dag na de melding is de eerste dag.

Zolang de betwisting loopt, gaat het leren door, behalve als dat onveilig is. Deze regeling neemt niemand het recht af om naar de rechter te stappen of om een studievoortgangsbeslissing aan te vechten.""",
        """Whoever disagrees talks first with the mentor and the trajectory coach. If that does not help, that party writes down what is wrong and %(mediator)s hears the three parties.

Each party answers within %(answer_days)s days. The day after the notice is the first day.

While the dispute lasts, learning goes on, unless that is not safe. This arrangement takes nobody's right away to go to court or to appeal against a decision on study progress.""",
    ),
    (
        "ethics",
        "together",
        "Deontologie en vertrouwelijkheid",
        "Professional ethics and confidentiality",
        """Wat de student op de werkplek hoort over klanten, collega's en werkwijzen, blijft daar. Wat de gastorganisatie over de student verneemt, blijft bij wie de student begeleidt. Dit blijft vertrouwelijk: %(confidentiality)s

De partijen delen alleen gegevens die nodig zijn om te begeleiden en te beoordelen. In verslagen en opdrachten staan geen gegevens waaraan klanten of bedrijfsgeheimen te herkennen zijn.

De plicht tot vertrouwelijkheid blijft gelden na het einde. Zij belet niemand om een gevaar, een misdrijf of grensoverschrijdend gedrag te melden.""",
        """What the student hears at the workplace about clients, colleagues and ways of working stays there. What the host organisation learns about the student stays with those who guide the student. This remains confidential: %(confidentiality)s

The parties share only the data that are needed to guide and to assess. Reports and assignments hold nothing by which clients or business secrets can be recognised.

The duty of confidentiality continues after the end. It keeps nobody from reporting a danger, a crime or unacceptable behaviour.""",
    ),
    (
        "safety",
        "host",
        "Veiligheid en gezondheid",
        "Safety and health",
        """De gastorganisatie heeft de risico's van de werkpost onderzocht op %(risk_assessment_date)s. Ze herhaalt dat ten minste elk jaar, en telkens als de werkpost belangrijk verandert.

%(guide)s ontvangt de student op de eerste dag, legt de veiligheidsregels uit en blijft het aanspreekpunt. De gastorganisatie geeft de beschermingsmiddelen die nodig zijn. Gezondheidstoezicht: %(health_surveillance)s. Is het nodig, dan start de student pas na een geschikte gezondheidsbeoordeling; medische gegevens worden niet gedeeld.

De student volgt de veiligheidsregels en mag werk weigeren dat een ernstig en onmiddellijk gevaar inhoudt.""",
        """The host organisation assessed the risks of the workstation on %(risk_assessment_date)s. It does so again at least every year, and whenever the workstation changes in an important way.

%(guide)s receives the student on the first day, explains the safety rules and remains the person to turn to. The host organisation provides the protective equipment that is needed. Health surveillance: %(health_surveillance)s. Where it is needed, the student starts only once declared fit; medical data are not shared.

The student follows the safety rules and may refuse work that holds a serious and immediate danger.""",
    ),
    (
        "mentor_training",
        "together",
        "Vorming van mentoren",
        "Training of mentors",
        """%(training_responsible)s zorgt ervoor dat de mentor en de vervanger gevormd zijn om iemand op de werkplek te begeleiden: een opleidingsplan maken, instructie geven, motiveren, opvolgen, feedback geven en mee evalueren.

De gastorganisatie geeft de mentor de tijd voor die vorming en voor de begeleiding. De instelling geeft de mentor vóór de start uitleg over het traject en blijft bereikbaar voor vragen.""",
        """%(training_responsible)s makes sure that the mentor and the substitute are trained to guide somebody at the workplace: making a training plan, instructing, motivating, following progress, giving feedback and helping to evaluate.

The host organisation gives the mentor the time for that training and for guiding. The institution explains the pathway to the mentor before the start and remains available for questions.""",
    ),
    (
        "absence",
        "together",
        "Afwezigheid van student of mentor",
        "Absence of student or mentor",
        """Een student die niet kan komen, meldt dat zo: %(absence_notification)s. De trajectbegeleider bekijkt met de student en de mentor hoe gemiste leerkansen worden ingehaald.

Is de mentor afwezig, dan begeleidt %(substitute_mentor)s de student. Is ook de vervanger er niet, dan verwittigt de gastorganisatie de trajectbegeleider dezelfde dag. De student werkt niet zonder begeleiding.""",
        """A student who cannot come reports it like this: %(absence_notification)s. The trajectory coach looks with the student and the mentor at how missed learning is made up for.

When the mentor is absent, %(substitute_mentor)s guides the student. When the substitute is absent too, the host organisation tells the trajectory coach on the same day. The student does not work without guidance.""",
    ),
    (
        "termination",
        "together",
        "Einde van de overeenkomst",
        "Ending the agreement",
        """De overeenkomst eindigt op de laatste dag. Elk van de drie partijen kan haar vroeger beëindigen, schriftelijk, met de reden en met %(notice_days)s dagen opzeg. De twee andere partijen worden eerst gehoord. Bij ernstig gevaar of een zware fout kan het leren op de werkplek meteen stoppen.

De instelling zorgt ervoor dat de student verder kan: %(way_on)s. Wat de student al geleerd heeft, blijft tellen.""",
        """The agreement ends on its last day. Each of the three parties can end it earlier, in writing, with the reason and with %(notice_days)s days of notice. The two other parties are heard first. In case of serious danger or gross fault, learning at the workplace can stop at once.

The institution makes sure that the student can go on: %(way_on)s. What the student has already learned continues to count.""",
    ),
    (
        "costs",
        "host",
        "Vergoeding en terugbetaling van kosten",
        "Allowance and refund of costs",
        """Voor het leren op de werkplek is deze vergoeding afgesproken: %(compensation)s.

Deze kosten worden terugbetaald: %(expense_rule)s

De student dient kosten in met een bewijs. Andere kosten worden alleen terugbetaald als dat vooraf is afgesproken. Er worden geen kosten van het begeleiden aan de student gevraagd.""",
        """This allowance is agreed for learning at the workplace: %(compensation)s.

These costs are refunded: %(expense_rule)s

The student claims costs with a proof. Other costs are refunded only where that was agreed beforehand. The student is not charged for being guided.""",
    ),
]


def add_templates(apps, schema_editor):
    template = apps.get_model("agreements", "ClauseTemplate")
    for sequence, (code, responsible, *texts) in enumerate(CLAUSES, start=1):
        title_nl, title_en, text_nl, text_en = texts
        template.objects.create(
            code=code,
            sequence=sequence,
            responsible=responsible,
            title_nl=title_nl,
            title_en=title_en,
            text_nl=text_nl,
            text_en=text_en,
        )


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]

    operations = [migrations.RunPython(add_templates, migrations.RunPython.noop)]
