namespace Referrals.Kpis;

public sealed partial class FactTable
{
    /// <summary>Appends facts of an application's only program.</summary>
    public void Append(IEnumerable<Fact> facts) => Append(string.Empty, facts);

    /// <summary>Appends facts of one program of several. The same customer in two programs counts in each of them.</summary>
    /// <exception cref="ArgumentException"><paramref name="partition"/> is <c>default</c>.</exception>
    public void Append(Partition partition, IEnumerable<Fact> facts) => Append(
        partition.Program.IsDefault
            ? throw new ArgumentException("Facts are appended to a partition that is not default.", nameof(partition))
            : partition.ToString(),
        facts);

    private void Append(string program, IEnumerable<Fact> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var number = Programs.Of(program);
        foreach (var fact in facts)
        {
            Append(number, fact);
            Count++;
        }
    }

    private void Append(int program, Fact fact)
    {
        var at = WindowIndex.Microseconds(fact.OccurredAt);
        switch (fact.Kind)
        {
            case FactKind.SignedUp:
                SignUp(program, fact, at);
                break;
            case FactKind.ShareRecorded:
                var sharer = Person(program, fact.Customer);
                PartOf(sharer).Share(at, Local(sharer), Channels.Of(fact.Channel?.ToString() ?? string.Empty));
                break;
            case FactKind.TouchRecorded:
                Click(program, fact, at);
                break;
            case FactKind.ConversionRecorded:
                Pay(program, fact, at, refund: false, count: 1);
                break;
            case FactKind.ConversionAmended:
                Pay(program, fact, at, refund: false, count: 0);
                break;
            case FactKind.RefundRecorded:
                Pay(program, fact, at, refund: true, count: 1);
                break;
            case FactKind.RefundCancelled:
                Pay(program, fact, at, refund: true, count: -1);
                break;
            case FactKind.RewardGranted:
                Spend(program, fact, at, Costs.Granted);
                break;
            case FactKind.RewardReversed:
                Spend(program, fact, at, Costs.Reversed);
                break;
            case FactKind.CostRecorded:
                Spend(program, fact, at, Costs.Plain);
                break;
            case FactKind.SurveyAnswered when fact.Score is { } score:
                var person = Person(program, fact.Customer);
                PartOf(person).Answer(at, Local(person), Math.Clamp(score, 0, 10));
                break;
            case FactKind.ReferralCreated:
                Happen(program, fact, at, Happenings.Created, fact.Code ?? string.Empty);
                _ = Touchpoints.Of(fact.Code ?? string.Empty);
                break;
            case FactKind.ReferralQualified:
                Happen(program, fact, at, Happenings.Qualified, fact.Code ?? string.Empty);
                _ = Touchpoints.Of(fact.Code ?? string.Empty);
                break;
            case FactKind.ReferralRefused:
                Happen(program, fact, at, Happenings.Refused, fact.Code ?? string.Empty);
                break;
            case FactKind.ReferralHeld:
                Happen(program, fact, at, Happenings.Held, fact.Code ?? string.Empty);
                break;
            case FactKind.ReferralApproved or FactKind.ReferralRejected or FactKind.RewardReviewed:
                Happen(program, fact, at, Happenings.Verdict, ReviewVerdict.Of(fact.Kind, fact.Code));
                break;
            default:
                break; // No KPI counts the other kinds.
        }
    }

    private void SignUp(int program, Fact fact, long at)
    {
        var person = Person(program, fact.Customer);
        var referrer = fact.Referrer is null ? Shard.Nobody : Person(program, fact.Referrer);
        var channel = fact.Referrer is null ? fact.Channel : Channel.Referral;
        PartOf(person).SignUp(Local(person), at, TraitsOf(program, channel, fact), referrer);
    }

    /// <summary>A touch without a visitor is one of its own. The pair lives in the shard of the sharer, whom the share determines.</summary>
    private void Click(int program, Fact fact, long at)
    {
        var sharer = Person(program, fact.Referrer);
        var part = PartOf(sharer);
        var channel = Channels.Of(fact.Channel?.ToString() ?? string.Empty);
        var touchpoint = Touchpoints.Of(fact.Code ?? string.Empty);
        if (fact.Visitor is not { } visitor)
        {
            part.Click(at, Local(sharer), part.AddPair(), channel, touchpoint);
            return;
        }

        var key = (sharer, fact.Subject ?? string.Empty, visitor);
        if (!_pairs.TryGetValue(key, out var pair))
        {
            pair = part.AddPair();
            _pairs.Add(key, pair);
        }

        part.Click(at, Local(sharer), pair, channel, touchpoint);
    }

    /// <param name="program">The program's number.</param>
    /// <param name="fact">The fact.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="refund">Whether money went back, or did not after all.</param>
    /// <param name="count">How many sales or refunds it makes more; what a cancelled refund says counts the other way.</param>
    private void Pay(int program, Fact fact, long at, bool refund, sbyte count)
    {
        if (fact.Amount is not { } amount)
        {
            return;
        }

        var person = Person(program, fact.Customer);
        if (!refund && count > 0)
        {
            PartOf(person).Bought(Local(person), at);
        }

        if (amount.Unit != Unit)
        {
            Happen(program, fact, at, Happenings.LeftOut, amount.Unit.ToString());
            return;
        }

        var payments = refund ? PartOf(person).Refunds : PartOf(person).Sales;
        var sign = count < 0 ? -1 : 1;
        payments.Add(at, Local(person), sign * amount.MinorUnits, sign * (fact.Margin?.MinorUnits ?? 0), count);
    }

    private void Spend(int program, Fact fact, long at, byte kind)
    {
        if (fact.Amount is not { } amount)
        {
            return;
        }

        if (amount.Unit != Unit)
        {
            Happen(program, fact, at, Happenings.LeftOut, amount.Unit.ToString());
            Happen(program, fact, at, Happenings.CostLeftOut, (kind == Costs.Plain ? fact.Channel : Channel.Referral)?.ToString() ?? string.Empty);
            return;
        }

        var referrer = fact.Referrer is null ? Shard.Nobody : Person(program, fact.Referrer);
        var person = fact.Customer is null ? referrer : Person(program, fact.Customer);
        var traits = TraitsOf(program, kind == Costs.Plain ? fact.Channel : Channel.Referral, fact);
        _ = CostChannels.Add(_traits[traits].Channel);
        var part = person == Shard.Nobody ? Parts[0] : PartOf(person);
        part.Costs.Add(at, person == Shard.Nobody ? person : Local(person), referrer, traits, kind, amount.MinorUnits,
            kind != Costs.Plain && referrer != Shard.Nobody && fact.Referrer == fact.Customer);
    }

    private void Happen(int program, Fact fact, long at, byte kind, string code)
    {
        var traits = TraitsOf(program, fact.Channel, fact);
        var person = fact.Customer is null ? Shard.Nobody : Person(program, fact.Customer);
        var part = person == Shard.Nobody ? Parts[0] : PartOf(person);
        part.Happenings.Add(at, person == Shard.Nobody ? person : Local(person), traits, kind, Codes.Of(code));
    }

    private int TraitsOf(int program, Channel? channel, Fact fact) => TraitsNumber(new Traits(
        program, Segments.Of(fact.Segment ?? string.Empty), Channels.Of(channel?.ToString() ?? string.Empty), fact.ProgramVersion));

    /// <summary>The number of a customer; people who have not signed up yet, or whom a fact does not name, have one as well.</summary>
    private int Person(int program, CustomerId? customer)
    {
        var key = (program, customer ?? default);
        if (!_people.TryGetValue(key, out var person))
        {
            var unknown = TraitsNumber(new Traits(program, Segments.Of(string.Empty), Channels.Of(string.Empty), 0));
            person = AddPerson(unknown, key.Item2);
            _people.Add(key, person);
        }

        return person;
    }
}
