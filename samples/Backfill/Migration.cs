using System.Globalization;
using Backfill.Rules;
using Backfill.Tables;
using NodaTime;
using NodaTime.Text;
using Referrals;
using Referrals.Hosting;
using Referrals.Storage;

namespace Backfill;

/// <summary>
/// Reports each referral of the club to the SDK: the referrer enrols, the referred person signs up, and the referral's outcome is
/// a conversion that carries what the tables know. The SDK then says what it earned, or why it earned nothing.
/// </summary>
internal sealed class Migration
{
    private static readonly Instant Unknown = Instant.FromUnixTimeTicks(0);

    private readonly ClubTables _tables;
    private readonly Oddities _oddities;
    private readonly ReferralEngine _referrals = new(new InMemoryReferralStore(), ClubProgram.Options());

    /// <summary>The conversion by which a payment has earned its reward.</summary>
    private readonly Dictionary<string, string> _settled = new(StringComparer.Ordinal);

    private Migration(ClubTables tables)
    {
        _tables = tables;
        _oddities = new Oddities(tables);
    }

    /// <returns>A verdict for every referral, in the order of the table.</returns>
    public static async Task<IReadOnlyList<Verdict>> RunAsync(ClubTables tables, CancellationToken cancellationToken)
    {
        var migration = new Migration(tables);
        var verdicts = new List<(int Place, Verdict Verdict)>();

        // In order of time, since a person can be referred only once and the first counts; of two at once the one with a reward. Who was no
        // member when they referred comes last: such a referral earns nothing, and must not stand in the way of one that does.
        var inTime = tables.Referrals.Index()
            .OrderBy(row => migration.IsByMember(row.Item) ? 0 : 1)
            .ThenBy(static row => row.Item.At ?? Unknown)
            .ThenByDescending(static row => row.Item.RewardId is not null);
        foreach (var (place, referral) in inTime)
        {
            var decision = await migration.DecideAsync(referral, place, cancellationToken).ConfigureAwait(false);
            verdicts.Add((place, new Verdict(referral, migration.StatusOf(referral), decision, [.. migration._oddities.Of(referral)])));
        }

        return [.. verdicts.OrderBy(static row => row.Place).Select(static row => row.Verdict)];
    }

    /// <summary>Whether the referrer was a member on the day of the referral, and still has an account.</summary>
    private bool IsByMember(ReferralRow referral) =>
        referral.Referrer is { } id && _tables.Members.TryGetValue(id, out var member) && !member.IsDeleted
        && (referral.At is not { } at || member.MemberUntil is not { } until || until >= at.InZone(ZoneOf(member)).Date);

    private static DateTimeZone ZoneOf(Member member) =>
        (member.Zone is { } id ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) : null) ?? DateTimeZoneProviders.Tzdb["Asia/Jakarta"];

    private async Task<Decision> DecideAsync(ReferralRow referral, int place, CancellationToken cancellationToken)
    {
        var at = referral.At ?? Unknown;
        var referee = CustomerId.TryFrom(referral.Referee, out var named) ? named : CustomerId.From($"unnamed:{place}");
        var signUp = SignUp.Of(referee).At(at).WithKey($"referral:{place}:{referral.Id}");
        if (referral.Referrer is { } id && CustomerId.TryFrom(id, out var referrer))
        {
            var enrollment = Enrollment.Of(referrer).At(at).WithKey($"enroll:{place}");
            _ = await _referrals.EnrollAsync(enrollment, cancellationToken: cancellationToken).ConfigureAwait(false);
            signUp = signUp.ReferredBy(referrer);
        }

        var signedUp = await _referrals.SignUpAsync(signUp, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (signedUp.Code is DecisionCodes.SignUpDuplicate or DecisionCodes.SignUpReferralRefused)
        {
            return signedUp;
        }

        var conversion = OutcomeOf(referral, referee, place);
        var outcome = await _referrals.ConvertAsync(conversion, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (outcome.Code == DecisionCodes.ConversionRewarded && referral.PaymentId is { } payment)
        {
            _settled[payment] = outcome.Subject!;
        }

        return outcome;
    }

    /// <summary>
    /// A payment that has earned a reward settles one referral: who claims it again reports a conversion of the same id, which the
    /// SDK refuses. A claim that earned nothing stands in nobody's way.
    /// </summary>
    private Conversion OutcomeOf(ReferralRow referral, CustomerId referee, int place)
    {
        var payment = referral.PaymentId is { } id ? _tables.Payments.GetValueOrDefault(id) : null;
        var settled = payment is null ? null : _settled.GetValueOrDefault(payment.Id);
        var outcome = Conversion.Of(referee, settled ?? $"referral:{place}:{referral.Id}", ClubFacts.Outcome)
            .At(payment?.At ?? referral.UpdatedAt ?? referral.At ?? Unknown)
            .WithKey($"outcome:{place}:{referral.Id}");
        return Facts(referral, payment).Aggregate(outcome, static (conversion, fact) =>
            fact.Value is { } value ? conversion.With(fact.Name, value) : conversion);
    }

    private IEnumerable<(string Name, string? Value)> Facts(ReferralRow referral, Payment? payment)
    {
        var member = referral.Referrer is { } id ? _tables.Members.GetValueOrDefault(id) : null;
        var days = referral.RewardId is { } reward ? _tables.Rewards.GetValueOrDefault(reward) : null;
        yield return (ClubFacts.Status, StatusOf(referral));
        yield return (ClubFacts.PaymentStatus, payment?.Status);
        yield return (ClubFacts.PaymentType, payment?.Type);
        yield return (ClubFacts.PaidAt, payment?.At is { } paid ? InstantPattern.ExtendedIso.Format(paid) : null);
        yield return (ClubFacts.Zone, payment?.Zone ?? member?.Zone);
        yield return (ClubFacts.MemberUntil, member?.MemberUntil is { } until ? LocalDatePattern.Iso.Format(until) : null);
        yield return (ClubFacts.ReferrerDeleted, member is null ? null : member.IsDeleted ? "yes" : "no");
        yield return (ClubFacts.RewardDays, days?.ToString(CultureInfo.InvariantCulture));
        yield return (ClubFacts.LogGranted, _tables.Log[referral.Id].Any(static entry => entry.Granted) ? "yes" : "no");
    }

    private string StatusOf(ReferralRow referral) =>
        referral.StatusId is { } id ? _tables.Statuses.GetValueOrDefault(id, $"unknown ({id})") : "none";
}
