using NodaTime;

namespace Referrals.Tests.Histories;

/// <summary>What a story does next. Everything is said in the step itself, so that a story without some of its steps is a story too.</summary>
internal sealed record StoryStep
{
    /// <summary>When it happens; the clock never goes back, what is told may.</summary>
    public required Instant At { get; init; }

    public ReferralInput? Input { get; init; }

    /// <summary>Which reward a review is about: so many from the end of all grants.</summary>
    public (int FromEnd, bool Approves)? Review { get; init; }

    public CustomerId? Erases { get; init; }

    /// <summary>A round of payouts by so many workers, each of which may be killed.</summary>
    public (string Batch, int Workers)? Payouts { get; init; }

    public bool NextVersion { get; init; }

    /// <summary>The worker is killed at its commit: 1 before it, 2 after it. The host then tells it again.</summary>
    public int Kill { get; init; }

    /// <summary>Somebody else does the next step between the load and the commit of this one.</summary>
    public bool IsRaced { get; init; }

    public override string ToString() => string.Concat(
        $"{At}",
        Input is null ? string.Empty : $" {Input}",
        Review is { } review ? $" review {review}" : string.Empty,
        Erases is { } erased ? $" erase {erased}" : string.Empty,
        Payouts is { } payouts ? $" payouts {payouts}" : string.Empty,
        NextVersion ? " next version" : string.Empty,
        Kill > 0 ? Kill == 1 ? " killed before the commit" : " killed after the commit" : string.Empty,
        IsRaced ? " raced" : string.Empty);
}

/// <summary>A random program in up to three versions, and a random story of few people who do everything there is to do, right and wrong.</summary>
internal sealed class RandomStory
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly string[] Plain = ["ann", "ben", "cid", "dee", "eve", "fay"];
    private static readonly string[] Hostile = ["ann", "ann:ben", "order-1/reversed:x", "~codes", "EUR:ann", "Ünï#000"];
    private static readonly Unit Usd = Unit.Parse("USD");
    private static readonly SignalHasher Hasher = SignalHasher.Create("a pepper of thirty-two bytes or more"u8);

    private readonly Random _random;
    private readonly string[] _names;

    internal RandomStory(int seed)
    {
        Seed = seed;
        _random = new Random(seed);
        _names = Chance(25) ? Hostile : Plain;
        KeepsSurrogates = Chance(30);
        var versions = Chance(30) ? _random.Next(2, 4) : 1;
        Versions = [.. Enumerable.Range(1, versions).Select(Program)];
        var count = seed % 100 == 99 ? 1_000 : _random.Next(10, 80);
        Steps = [.. Steps_(count)];
    }

    internal int Seed { get; }

    internal bool KeepsSurrogates { get; }

    internal IReadOnlyList<ReferralProgram> Versions { get; }

    internal IReadOnlyList<StoryStep> Steps { get; }

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Any<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    private Amount Money(int most) => Amount.FromMinorUnits(_random.Next(1, most * 100), Usd);

    /// <summary>A program that is refused when it is built is none; then another one is drawn.</summary>
    private ReferralProgram Program(int version)
    {
        while (true)
        {
            try
            {
                return Draw(version);
            }
            catch (ReferralProgramException)
            {
                // Such as more rewards for one conversion than a commit takes.
            }
        }
    }

    private ReferralProgram Draw(int version) => ReferralProgram.Create("random", p =>
    {
        _ = p.Version(version).Round((RoundingMode)_random.Next(4));
        _ = p.Attribute(a => _ = (_random.Next(5) switch
        {
            0 => a.FirstTouch(),
            1 => a.SplitPerTouch(),
            2 => a.SplitByPosition(),
            _ => a.LastTouch(),
        }).Within(TimePeriod.Days(_random.Next(5, 60))));
        var rules = _random.Next(1, 4);
        for (var i = 0; i < rules; i++)
        {
            var name = $"rule{i}";
            _ = Chance(65) ? p.RewardReferrer(r => Rule(r.Named(name), isReferrer: true)) : p.RewardReferee(r => Rule(r.Named(name), isReferrer: false));
        }

        _ = Chance(40) ? p.Budget(_random.Next(20, 400), "USD", Any(BudgetExhaustion.GoOn, BudgetExhaustion.Close)) : p;
        _ = Chance(20) ? p.Cap(Side.Referrer, Cap.OfAmount(Amount.Of(_random.Next(10, 90), "USD")).In(TimeFrame.CalendarMonth)) : p;
        _ = Chance(30) ? p.WriteOffShortfalls() : p;
        _ = Chance(40) ? p.PayOut(PayoutRule.From(Amount.Of(_random.Next(1, 12), "USD"))) : p;
        _ = Chance(40) ? p.Guard(Guards) : p;
    });

    private void Rule(IncentiveBuilder r, bool isReferrer)
    {
        switch (_random.Next(7))
        {
            case 0:
                _ = r.PercentOf(_random.Next(1, 40), "USD", Chance(50) ? _random.Next(5, 30) : null);
                break;
            case 1 when isReferrer:
                _ = r.Tiered(t =>
                {
                    _ = t.From(1, _random.Next(1, 9), "USD").From(_random.Next(2, 4), _random.Next(5, 19), "USD");
                    _ = _random.Next(5) switch { 0 => t.Per(TimeFrame.CalendarMonth), 1 => t.RaisingEarlier(), 2 => t.BeforeCurrent(), _ => t };
                });
                break;
            case 2:
                _ = r.AtMilestone(_random.Next(2, 5), _random.Next(5, 40), "USD");
                break;
            case 3:
                _ = r.Every(_random.Next(2, 4), _random.Next(5, 20), "USD");
                break;
            case 4:
                _ = r.Flat(_random.Next(1, 12), "USD").ForPayments(_random.Next(1, 6));
                break;
            default:
                _ = r.Flat(_random.Next(1, 20), "USD");
                break;
        }

        _ = _random.Next(6) switch
        {
            0 => r.When(w => w.First()),
            1 => r.When(w => w.AtLeast(20, "USD")),
            2 => r.When(w => w.InSegment("vip", "new")),
            _ => r,
        };
        _ = _random.Next(7) switch
        {
            0 => r.AtMost(_random.Next(5, 90), "USD"),
            1 => r.AtMost(_random.Next(5, 90), "USD", roomReturns: true),
            2 => r.AtMostRewards(_random.Next(1, 5), per: TimeFrame.CalendarMonth),
            3 => r.AtMost(_random.Next(5, 90), "USD", per: TimeFrame.InTheLast(TimePeriod.Days(_random.Next(3, 20)))),
            4 => r.OncePerReferral(),
            _ => r,
        };
        _ = Chance(35) ? r.HeldFor(TimePeriod.Days(_random.Next(1, 15))) : r;
        _ = Chance(25) ? r.Reviewed(within: TimePeriod.Days(_random.Next(1, 9)), whenOverdue: (WhenOverdue)_random.Next(2)) : r;
        _ = Chance(30) ? r.ExpiresAfter(TimePeriod.Days(_random.Next(5, 60))) : r;
        _ = Chance(10) ? r.KeptOnRefund() : Chance(25) ? r.RecomputedOnRefund() : r;
        _ = Chance(10) && isReferrer ? r.SharedOverLevels(_random.Next(2, 4), 50) : r;
    }

    private void Guards(GuardPolicyBuilder g)
    {
        Guard[] all =
        [
            Guard.SameEmail(), Guard.SharedPayment(Any(SignalScope.Referrer, SignalScope.Program)), Guard.ExistingCustomer(), Guard.AlreadyReferred(),
            Guard.ReferralsPerReferrer(_random.Next(1, 4), TimePeriod.Days(_random.Next(2, 30))), Guard.DisposableDomains("two.example"),
        ];
        _ = g.Against(all.Where(_ => Chance(50)).Select(guard => Any(guard, guard, guard.Holding(), guard.Refusing())).Append(Guard.SharedDevice()));
        _ = Chance(60) ? g.Reviewed(TimePeriod.Days(_random.Next(1, 20)), (WhenOverdue)_random.Next(2)) : g;
    }

    private PersonSignals Signals() => Hasher.Signals(s =>
    {
        _ = Chance(60) ? s.Email($"{Any("p", "q", "r", "s", "t", "u")}@{Any("one", "two")}.example") : s;
        _ = Chance(40) ? s.Payment(Any("c1", "c2", "c3", "c4", "c5")) : s;
    });

    private IEnumerable<StoryStep> Steps_(int count)
    {
        var now = Start;
        var told = new List<ReferralInput>();
        yield return new StoryStep { At = now, Input = Enrollment.Of(CustomerId.From(_names[0])).At(now) };
        for (var i = 0; i < count; i++)
        {
            now += Duration.FromMinutes(_random.Next(1, Chance(10) ? 20_000 : 600));
            if (Chance(8))
            {
                yield return new StoryStep { At = now };
                continue;
            }

            var step = Step(i, now, told);
            if (step.Input is { } input)
            {
                told.Add(input);
            }

            yield return step with { Kill = Chance(6) ? _random.Next(1, 3) : 0, IsRaced = Chance(10) };
        }
    }

    private StoryStep Step(int index, Instant now, List<ReferralInput> told)
    {
        var step = new StoryStep { At = now };
        if (told.Count > 0 && Chance(8))
        {
            return step with { Input = told[_random.Next(told.Count)] };
        }

        return _random.Next(40) switch
        {
            0 or 1 => step with { Review = (_random.Next(6), Chance(60)) },
            2 when KeepsSurrogates && StoryDimensions.Erasures => step with { Erases = CustomerId.From(Any(_names)) },
            3 or 4 => step with { Payouts = ($"b{_random.Next(6)}", _random.Next(1, 4)) },
            5 when Versions.Count > 1 => step with { NextVersion = true },
            _ => step with { Input = Input(index, now) },
        };
    }

    private ReferralInput Input(int index, Instant now)
    {
        // Reports come late by up to ten days, now and then.
        var at = Chance(15) ? now - Duration.FromHours(_random.Next(1, 240)) : now;
        var customer = CustomerId.From(Any(_names));
        var other = CustomerId.From(Any(_names));
        var visitor = VisitorId.From("v" + _random.Next(4));
        var share = "s" + _random.Next(4);
        var order = "o" + _random.Next(30);
        ReferralInput input = _random.Next(30) switch
        {
            0 or 1 => Enrollment.Of(customer),
            2 => Share.Of(share, customer, Channel.From("email")),
            3 or 4 => Touch.ClickOfShare(share, visitor, at),
            5 => Identification.Of(visitor, customer),
            6 => SignUp.Of(customer).ByVisitor(visitor).With(Signals()),
            7 or 8 or 9 => Chance(50) ? SignUp.Of(customer).ReferredBy(other).With(Signals()).InSegment(Any("vip", "old")) : SignUp.Of(customer).ReferredBy(other),
            10 => CustomerUpdate.Of(customer).InSegment(Any("vip", "new", "old")),
            11 => ReferralReview.Approve(customer),
            12 => Chance(60) ? ReferralReview.Reject(customer, "fraud") : ReferralReinstatement.Of(customer, "eve", "siblings"),
            13 => Chance(60) ? ReferrerBan.Impose(customer, "no") : ReferrerBan.Lift(customer, "yes"),
            14 when Chance(60) => Redemption.Of($"red-{_random.Next(20)}", customer, Money(15)),
            14 => Chance(50) ? RedemptionCancellation.Of($"c{_random.Next(9)}", $"red-{_random.Next(20)}")
                : RedemptionCancellation.Of($"c{_random.Next(9)}", $"red-{_random.Next(20)}", Money(9)),
            15 or 16 => Refund.OfWhole($"r{_random.Next(30)}", order),
            17 => Refund.Of($"r{_random.Next(30)}", order, Money(30)),
            18 => Chance(50) ? Refund.OfLine($"r{_random.Next(30)}", order, "p1") : RefundCancellation.Of($"r{_random.Next(30)}", order),
            19 => Amendment.Of($"a{_random.Next(30)}", Conversion.Of(customer, order, Any("purchase", "purchase", "renewal"), Money(90))),
            21 when Chance(70) => ManualReward.Of($"m{_random.Next(12)}", customer, Money(40), Any("eve", "max"), "goodwill"),
            21 => Clawback.Of(ManualReward.Of($"m{_random.Next(12)}", customer, Money(40), "eve", "goodwill").Reward, "max", "by mistake"),
            20 => Conversion.Of(customer, order, "purchase", Money(90)) is { Amount: { } worth } two ? two.WithLine(ProductLine.Of("p1", worth)) : null!,
            _ => Conversion.Of(customer, order, Any("purchase", "purchase", "renewal"), Money(90)),
        };
        return Chance(20) && StoryDimensions.HostileKeys
            ? input.At(at) with { ExplicitKey = Any($"k{index}", $"sign-up:{customer}", $"conversion:{order}", $"k{index % 7}") }
            : input.At(at);
    }
}

/// <summary>What a story may do besides; each is a way to find another sort of fault.</summary>
internal static class StoryDimensions
{
    internal static bool Erasures => true;

    internal static bool HostileKeys => true;

    /// <summary>After the last deadline nothing is pending but what waits for a person.</summary>
    internal static bool NothingStuck => true;
}
