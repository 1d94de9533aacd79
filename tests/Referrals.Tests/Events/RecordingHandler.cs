using Referrals.Events;

namespace Referrals.Tests.Events;

/// <summary>Remembers what was delivered, and fails as often as it is told.</summary>
internal sealed class RecordingHandler : IReferralEventHandler
{
    public List<ReferralEvent> Events { get; } = [];

    public Func<ReferralEvent, bool> Fails { get; set; } = _ => false;

    public ValueTask HandleAsync(ReferralEvent referralEvent, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Fails(referralEvent))
        {
            throw new IOException("The bus is down.");
        }

        Events.Add(referralEvent);
        return ValueTask.CompletedTask;
    }
}
