using NodaTime;

namespace Referrals.Tests.Decisions.Rules;

/// <summary>A random program out of everything that a rule can be: conditions, formulas, adjustments, limits and precedence.</summary>
internal sealed class RandomRules
{
    private static readonly string[] Moneys = ["USD", "JPY", "KWD"];
    private readonly Random _random;
    private readonly RandomFormulas _formulas;
    private readonly Unit _money;
    private int _rules;

    internal RandomRules(Random random)
    {
        _random = random;
        _money = Unit.Parse(Moneys[random.Next(Moneys.Length)]);
        _formulas = new RandomFormulas(random, _money);
    }

    internal Unit Money => _money;

    internal static Unit Points { get; } = Unit.Parse("points");

    private bool Chance(int percent) => _random.Next(100) < percent;

    /// <summary>Draws until a program is neither too large for one commit nor says anything without effect, the mistakes that can be drawn.</summary>
    internal ReferralProgram Draw()
    {
        while (true)
        {
            try
            {
                _rules = 0;
                return ReferralProgram.Create("rules", Configure);
            }
            catch (ReferralProgramException exception) when (exception.Findings.All(static finding => finding.Code
                is ProgramCodes.TooManyIncentives or ProgramCodes.NoEffect or ProgramCodes.NotHere or ProgramCodes.BaseUnit or ProgramCodes.CapUnit or ProgramCodes.OutOfRange))
            {
                continue;
            }
        }
    }

    private void Configure(ReferralProgramBuilder p)
    {
        _ = p.Round((RoundingMode)_random.Next(4)).InZone(Chance(50) ? "Europe/Paris" : "Asia/Tokyo")
            .WeeksStart((IsoDayOfWeek)_random.Next(1, 8)).YearsStart(_random.Next(1, 13), _random.Next(1, 29))
            .CountAmounts(new AmountBase { WithTax = Chance(50), WithShipping = Chance(50), BeforeDiscount = Chance(30) });
        var best = Chance(25);
        _ = p.WhenSeveralMatch(best ? Precedence.Best : (Precedence)_random.Next(2)).Group("group", (Precedence)_random.Next(2));
        _ = Chance(20) ? p.Qualify(q => q.And(RandomCondition())) : p;
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            var onlyMoney = best || Chance(70);
            _ = Chance(70) ? p.RewardReferrer(r => Rule(r, onlyMoney, ofReferrer: true)) : p.RewardReferee(r => Rule(r, onlyMoney, ofReferrer: false));
        }

        _ = Chance(50) ? p.Budget(Whole(5, 120), _money.ToString(), (BudgetExhaustion)_random.Next(2)) : p;
        _ = Chance(20) ? p.Budget(_random.Next(10, 300), "points", (BudgetExhaustion)_random.Next(2)) : p;
        _ = Chance(30) ? p.Cap((Side)_random.Next(2), RandomCap()) : p;
        _ = Chance(20) ? p.TaxThreshold(Whole(5, 60), _money.ToString()) : p;
    }

    private void Rule(IncentiveBuilder r, bool onlyMoney, bool ofReferrer)
    {
        var formula = _formulas.Draw(onlyMoney, depth: 0);
        _ = r.Named($"rule-{++_rules}").Give(formula);
        _ = Chance(40) ? r.When(w => w.And(RandomCondition())) : r;
        _ = Chance(15) ? r.Override(RandomCondition(), _formulas.Draw(onlyMoney: true, depth: 1)) : r;
        for (var i = Chance(25) ? _random.Next(1, 4) : 0; i > 0; i--)
        {
            _ = r.Times(_random.Next(1, 30_000) / 10_000m, RandomCondition());
        }

        _ = r.CombineMultipliers((MultiplierMode)_random.Next(3)).WithPriority(_random.Next(3));
        for (var i = _random.Next(3); i > 0; i--)
        {
            _ = r.Limit(RandomCap(formula.Units[0]));
        }

        _ = Chance(10) ? r.AsShadow() : r;
        _ = Chance(15) ? r.InGroup("group") : r;
        _ = Chance(10) ? r.KeptOnRefund() : Chance(15) ? r.RecomputedOnRefund() : r;
        _ = Chance(20) ? r.HeldFor(TimePeriod.Days(_random.Next(1, 20))) : r;
        _ = ofReferrer && Chance(10) ? r.SharedOverLevels(2, _random.Next(1, 100))
            : Chance(15) ? r.DonatedTo("trees", _random.Next(1, 101))
            : r;
    }

    private Cap RandomCap(Unit? unit = null)
    {
        var counted = unit ?? _money;
        var cap = Chance(40)
            ? Cap.OfRewards(_random.Next(1, 6))
            : Cap.OfAmount(Amount.Of(counted == Points ? _random.Next(1, 90) : Whole(1, 60), counted), atCap: (CapAction)_random.Next(2));
        cap = cap.In(RandomFrame());
        cap = Chance(20) ? cap.PerReferral() : cap;
        return Chance(30) ? cap.WithReturningRoom() : cap;
    }

    private TimeFrame RandomFrame() => RandomFrames.Draw(_random);

    /// <param name="depth">How deep the condition lies in others; JSON is read down to 16 levels.</param>
    private Condition RandomCondition(int depth = 0) => _random.Next(depth > 1 ? 9 : 12) switch
    {
        0 => Condition.Event("purchase"),
        1 => Condition.AtLeast(Amount.Of(Whole(1, 60), _money)),
        2 => Condition.Nth(_random.Next(1, 4)),
        3 => Condition.EveryNth(_random.Next(1, 4)),
        4 => Condition.Within(Chance(50) ? TimePeriod.Days(_random.Next(5, 90)) : TimePeriod.Months(_random.Next(1, 3))),
        5 => Condition.Segment("smb"),
        6 => Condition.Happened("app.installed"),
        7 => Condition.Count(Measure.OwnConversions().In(RandomFrame()), (Comparison)_random.Next(5), _random.Next(5)),
        8 => Condition.Sum(Measure.ReferredConversions("purchase").Sum(_money).In(RandomFrame()), (Comparison)_random.Next(4), Amount.Of(Whole(1, 200), _money)),
        9 => Condition.Not(RandomCondition(depth + 1)),
        10 => Condition.Any(RandomCondition(depth + 1), RandomCondition(depth + 1)),
        _ => Condition.All(RandomCondition(depth + 1), Condition.In(Field.Event("plan"), "pro")),
    };

    /// <summary>An amount in the size of some dollars: 12.34 USD, 1234 JPY, 12.345 KWD.</summary>
    private decimal Whole(int from, int to) => _formulas.Whole(from, to);
}
