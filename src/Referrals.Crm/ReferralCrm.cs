using Microsoft.Extensions.Options;
using Referrals.Crm.Storage;
using Referrals.Crm.Syncing;
using Referrals.Events;

namespace Referrals.Crm;

/// <summary>
/// The mirror of persons, referrals and rewards in Salesforce and HubSpot: notes who has changed, writes what is due, shows what a CRM refused. One for
/// each scope, like the store.
/// </summary>
/// <example><code>
/// foreach (var record in await crm.ReadSetAsideAsync())
/// {
///     Console.WriteLine($"{record.Target} {record.Kind}: {record.Code} {record.Words}");
/// }
///
/// await crm.RetryAsync("REQUIRED_FIELD_MISSING");                              // once the field is filled
/// </code></example>
public sealed class ReferralCrm
{
    private readonly ICrmStore _store;
    private readonly ReferralEngine _engine;
    private readonly CrmSync _sync;
    private readonly CrmChannels _channels;
    private readonly IOptions<ReferralsOptions> _referrals;
    private readonly CrmClock _clock;

    internal ReferralCrm(
        ICrmStore store, ReferralEngine engine, CrmSync sync, CrmChannels channels, IOptions<ReferralsOptions> referrals, CrmClock clock)
    {
        _store = store;
        _engine = engine;
        _sync = sync;
        _channels = channels;
        _referrals = referrals;
        _clock = clock;
    }

    /// <summary>
    /// Notes the persons whom an event is about. <see cref="CrmEventHandler"/> calls it; an application with a handler of its own calls it there. No CRM is
    /// called; events of programs that are not mirrored are passed over.
    /// </summary>
    /// <param name="referralEvent">The event.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <exception cref="ReferralsException">
    /// The source of the event is not one of this application's <see cref="OutboxOptions.Source"/>.
    /// </exception>
    public async ValueTask EnqueueAsync(ReferralEvent referralEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(referralEvent);
        var partition = PartitionOf(referralEvent);
        var people = referralEvent.Facts.SelectMany(static fact => (CustomerId?[])[fact.Customer, fact.Referrer]).OfType<CustomerId>().ToHashSet();

        // What vests or is taken back names its owner; the referral whose stage it changes is that of the stream's friend.
        if (people.Count > 0 && CustomerId.TryFrom(referralEvent.Stream, out var friend))
        {
            _ = people.Add(friend);
        }

        await NoteAsync(partition, [.. people], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Notes one person, as after a change of what <see cref="ICrmPeople"/> tells; or each person once, after the mirror was set up for a program that runs
    /// already, or its mapping was changed. What the CRM holds as it should is not sent.
    /// </summary>
    /// <param name="customer">Who, as the application calls them.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public async ValueTask NoteAsync(CustomerId customer, CancellationToken cancellationToken = default)
    {
        foreach (var channel in _channels.All)
        {
            var stored = await channel.EngineOf(_engine).Privacy.FindPseudonymAsync(customer, cancellationToken).ConfigureAwait(false);
            if (stored is { } known)
            {
                await _store.NoteAsync(channel.Target(channel.PartitionOf(_engine)), [known], _clock.Now(), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Writes what is due into each CRM until nothing is due or the CRM is to be left alone: for a host without hosted services, and for tests. Any number
    /// of instances may call it at once.
    /// </summary>
    public async ValueTask<CrmRound> SyncAsync(CancellationToken cancellationToken = default)
    {
        var round = new CrmRound(0, 0, 0, 0);
        foreach (var channel in _channels.All)
        {
            round = round.And(await _sync.RunAsync(channel, cancellationToken).ConfigureAwait(false));
        }

        return round;
    }

    /// <summary>Records that a CRM refused, with its own words, which may name the person.</summary>
    /// <param name="limit">At most so many, 1 to 10,000.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<IReadOnlyList<CrmRecord>> ReadSetAsideAsync(int limit = 100, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 10_000);
        return _store.ReadSetAsideAsync(null, limit, cancellationToken);
    }

    /// <summary>Sends the records of a person that were set aside again, with what is known of the person then.</summary>
    /// <param name="record">A record that was set aside.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <returns>How many records there were.</returns>
    public ValueTask<int> RetryAsync(CrmRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return _store.RetryAsync(record.Target, record.Customer, null, _clock.Now(), cancellationToken);
    }

    /// <summary>Sends all records that were set aside with a code again, once its cause is mended.</summary>
    /// <param name="code">The code, such as <c>REQUIRED_FIELD_MISSING</c>; <c>null</c> for all codes.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <returns>How many records there were.</returns>
    public async ValueTask<int> RetryAsync(string? code, CancellationToken cancellationToken = default)
    {
        var records = 0;
        foreach (var channel in _channels.All)
        {
            records += await _store.RetryAsync(channel.Target(channel.PartitionOf(_engine)), null, code, _clock.Now(), cancellationToken).ConfigureAwait(false);
        }

        return records;
    }

    private async ValueTask NoteAsync(Partition partition, IReadOnlyList<CustomerId> people, CancellationToken cancellationToken)
    {
        foreach (var channel in _channels.All)
        {
            if (people.Count > 0 && channel.PartitionOf(_engine) == partition)
            {
                await _store.NoteAsync(channel.Target(partition), people, _clock.Now(), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Partition PartitionOf(ReferralEvent referralEvent)
    {
        var own = (_referrals.Value.Outbox?.Source ?? new OutboxOptions().Source) + "/";
        var source = referralEvent.Source;
        try
        {
            return source.StartsWith(own, StringComparison.Ordinal)
                ? Partition.Parse(Uri.UnescapeDataString(source[own.Length..]))
                : throw new FormatException("It does not begin as the option says.");
        }
        catch (FormatException exception)
        {
            throw new ReferralsException(
                $"The event has the source '{source}', which is not '{own}' and a program, or a tenant and a program. Events that wait keep their source when the option OutboxOptions.Source "
                + "changes: set it back until they are delivered.",
                exception);
        }
    }
}

/// <summary>What a round of the mirror has done.</summary>
/// <param name="People">How many persons were looked at.</param>
/// <param name="Written">How many records were written.</param>
/// <param name="SetAside">How many records were refused and set aside.</param>
/// <param name="Postponed">How many persons come again later.</param>
public sealed record CrmRound(int People, int Written, int SetAside, int Postponed)
{
    internal CrmRound And(CrmRound other) => new(People + other.People, Written + other.Written, SetAside + other.SetAside, Postponed + other.Postponed);
}

/// <summary>
/// Notes the persons whom each event is about; they are written by another part, so that no CRM holds up the events. Name it in
/// <c>PublishEventsTo&lt;CrmEventHandler&gt;()</c>, or call <see cref="ReferralCrm.EnqueueAsync"/> in a handler of your own.
/// </summary>
public sealed class CrmEventHandler : IReferralEventHandler
{
    private readonly ReferralCrm _crm;

    /// <summary>Makes a handler; the container does so.</summary>
    public CrmEventHandler(ReferralCrm crm)
    {
        ArgumentNullException.ThrowIfNull(crm);
        _crm = crm;
    }

    /// <inheritdoc/>
    public ValueTask HandleAsync(ReferralEvent referralEvent, CancellationToken cancellationToken) => _crm.EnqueueAsync(referralEvent, cancellationToken);
}
