using NodaTime;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Exports.Tests.Exporting;

/// <summary>A shop with a program in memory, at one moment.</summary>
internal sealed class ExportShop
{
    internal static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);

    internal ExportShop() => Engine = On(new InMemoryReferralStore());

    internal FakeClock Clock { get; } = new(Start);

    internal ReferralEngine Engine { get; }

    internal ReferralEngine On(IReferralStore store) => new(store, new ReferralsOptions().AddProgram(Program()), Clock);

    internal static ReferralProgram Program() => ReferralProgram.Create("spring", p => p
        .Links("https://shop.example/r/{code}")
        .PayOut(PayoutRule.From(Amount.Of(1, "EUR")))
        .Qualify(q => q.On("purchase"))
        .RewardReferrer(r => r.Flat(10, "EUR").ExpiresAfter(TimePeriod.Days(300)))
        .RewardReferee(r => r.Named("welcome").Flat(500, "points").HeldFor(TimePeriod.Days(14))));

    /// <summary>Somebody refers friends who buy once each.</summary>
    internal async Task ReferAsync(string referrer, params string[] friends)
    {
        _ = await Engine.EnrollAsync(Enrollment.Of(CustomerId.From(referrer)));
        foreach (var friend in friends)
        {
            var customer = CustomerId.From(friend);
            _ = await Engine.SignUpAsync(SignUp.Of(customer).ReferredBy(CustomerId.From(referrer)).InSegment("=vip"));
            _ = await Engine.ConvertAsync(Conversion.Of(customer, "order of " + friend, "purchase", Amount.Of(80, "EUR")));
        }
    }

    internal async Task<string> WriteAsync(ExportFiles file, bool hasMark = false)
    {
        using var stream = new MemoryStream();
        _ = await new ReferralExport(Engine) { ByteOrderMark = hasMark }.WriteAsync(file, stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
