using System.Globalization;
using Backfill.Rules;
using Backfill.Tables;
using NodaTime;

namespace Backfill;

/// <summary>Finds what cannot be right about a referral's rows, in words.</summary>
internal sealed class Oddities(ClubTables tables)
{
    private const int TestLike = 3;

    private readonly ILookup<string?, ReferralRow> _byPayment = tables.Referrals.ToLookup(static referral => referral.PaymentId);
    private readonly ILookup<string?, ReferralRow> _byReferee = tables.Referrals.ToLookup(static referral => referral.Referee);
    private readonly ILookup<string?, ReferralRow> _byPhone = tables.Referrals.ToLookup(static referral => referral.Phone);

    public IEnumerable<string> Of(ReferralRow referral) =>
        People(referral).Concat(Outcome(referral)).Concat(Payment(referral)).Concat(Log(referral));

    private IEnumerable<string> People(ReferralRow referral)
    {
        if (referral.Referrer is null)
        {
            yield return "no referrer is named";
        }
        else if (!tables.Members.TryGetValue(referral.Referrer, out var member))
        {
            yield return $"the referrer {referral.Referrer} is not among the members";
        }
        else if (member.IsDeleted)
        {
            yield return "the referrer's account is deleted";
        }

        if (referral.Referee is null)
        {
            yield return "nobody is named as referred";
        }
        else if (_byReferee[referral.Referee].Count() is > 1 and var times)
        {
            yield return Invariant($"the same person was referred {times} times");
        }

        if (referral.Referee is { } self && self == referral.Referrer)
        {
            yield return "referrer and referred are the same person";
        }

        var sharing = referral.Phone is null ? 0 : _byPhone[referral.Phone].Select(static other => other.Referee).Distinct().Count();
        if (sharing >= TestLike)
        {
            yield return Invariant($"{sharing} people share this phone number, as in test rows");
        }

        if (referral is { Source: "Lead", Referee: { } lead } && !tables.Leads.Contains(lead))
        {
            yield return "it came from a lead that the leads do not have";
        }
    }

    private IEnumerable<string> Outcome(ReferralRow referral)
    {
        var status = referral.StatusId is { } id ? tables.Statuses.GetValueOrDefault(id) : null;
        if (status is null)
        {
            yield return $"its status '{referral.StatusId}' is unknown";
        }

        if (status == ClubProgram.Succeeded && referral.RewardId is null)
        {
            yield return "it succeeded, but no reward was chosen";
        }

        if (status is not null && status != ClubProgram.Succeeded && referral.RewardId is not null)
        {
            yield return $"a reward was chosen, though it stands at {status}";
        }

        if (referral.RewardId is { } reward && !tables.Rewards.ContainsKey(reward))
        {
            yield return $"its reward '{reward}' is unknown";
        }

        if (referral.At is null)
        {
            yield return "it has no readable time";
        }
        else if (referral.UpdatedAt < referral.At)
        {
            yield return "it was changed before it was made";
        }
    }

    private IEnumerable<string> Payment(ReferralRow referral)
    {
        if (referral.PaymentId is not { } id)
        {
            yield break;
        }

        if (_byPayment[id].Count() is > 1 and var claims)
        {
            yield return Invariant($"its payment is claimed by {claims} referrals");
        }

        if (!tables.Payments.TryGetValue(id, out var payment))
        {
            yield return "its payment is not among the payments";
        }
        else if (payment.Status == ClubProgram.Paid && referral.RewardId is null)
        {
            yield return "its payment is paid, but no reward was chosen";
        }

        if (payment?.At is { } paid && referral.At is { } at && paid < at)
        {
            var clocks = at - paid < Duration.FromMinutes(1) ? ", as when two clocks differ" : string.Empty;
            yield return $"the payment is {Length(at - paid)} before the referral{clocks}";
        }
    }

    private IEnumerable<string> Log(ReferralRow referral)
    {
        var entries = tables.Log[referral.Id].ToList();
        var granted = entries.Where(static entry => entry.Granted).ToList();
        if (granted.Count > 1)
        {
            yield return Invariant($"the log says {granted.Count} times that the reward was granted");
        }

        if (entries.Count > TestLike)
        {
            yield return Invariant($"the log has {entries.Count} entries for it");
        }

        var status = referral.StatusId is { } id ? tables.Statuses.GetValueOrDefault(id) : null;
        if (granted.Count > 0 && status != ClubProgram.Succeeded)
        {
            yield return "the log says granted, but it did not succeed";
        }

        if (granted.Any(entry => entry.PaymentId is { } paid && paid != referral.PaymentId))
        {
            yield return "the log names another payment than the referral";
        }

        if (entries.Any(entry => entry.At < referral.At))
        {
            yield return "the log begins before the referral";
        }
    }

    private static string Length(Duration duration) => duration < Duration.FromMinutes(2)
        ? Invariant($"{duration.TotalSeconds:0.###} seconds")
        : duration < Duration.FromHours(2) ? Invariant($"{duration.TotalMinutes:0} minutes")
        : duration < Duration.FromDays(2) ? Invariant($"{duration.TotalHours:0} hours")
        : Invariant($"{duration.TotalDays:0} days");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
