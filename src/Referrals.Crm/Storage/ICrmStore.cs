using NodaTime;

namespace Referrals.Crm.Storage;

/// <summary>
/// Keeps who is to be mirrored and what was written. <c>Referrals.Crm.EntityFrameworkCore</c> keeps it in a database; without it it is kept in memory
/// and lost at the end.
/// </summary>
/// <remarks>
/// Each call is atomic and durable before it returns. Calls may come from any number of instances at once. A call that is cancelled may or may not have
/// happened. Times are kept in whole microseconds.
/// </remarks>
public interface ICrmStore
{
    /// <summary>
    /// Notes that persons are to be looked at: raises their revisions, and makes them due at an instant unless they are due before it. Whoever is not
    /// there is added.
    /// </summary>
    ValueTask NoteAsync(string target, IReadOnlyList<CustomerId> people, Instant dueAt, CancellationToken cancellationToken);

    /// <summary>
    /// The same for every person who has a record that names another one.
    /// </summary>
    /// <param name="target">The CRM and the program.</param>
    /// <param name="other">The other person.</param>
    /// <param name="isOnlyWaiting">Whether only records that <see cref="CrmRecord.Waits"/> count.</param>
    /// <param name="dueAt">When they are due.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    ValueTask NoteRelatedAsync(string target, CustomerId other, bool isOnlyWaiting, Instant dueAt, CancellationToken cancellationToken);

    /// <summary>
    /// Hands out persons who are due and not leased, the longest due first, and keeps them from all others until the lease ends: raises their versions.
    /// Two calls at once, from any instances, never give the same person.
    /// </summary>
    /// <param name="target">The CRM and the program.</param>
    /// <param name="now">Who is due by now.</param>
    /// <param name="until">When the lease ends.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    ValueTask<IReadOnlyList<CrmWork>> LeaseAsync(string target, Instant now, Instant until, int limit, CancellationToken cancellationToken);

    /// <summary>What is noted of persons; who is not there is left out.</summary>
    ValueTask<IReadOnlyList<CrmWork>> ReadWorkAsync(string target, IReadOnlyList<CustomerId> people, CancellationToken cancellationToken);

    /// <summary>All records of persons, in any order.</summary>
    ValueTask<IReadOnlyList<CrmRecord>> ReadRecordsAsync(string target, IReadOnlyList<CustomerId> people, CancellationToken cancellationToken);

    /// <summary>
    /// Adds or replaces records of a leased person, if its version is still that of the lease. A lease that ends raises the version, and makes the person
    /// due when <paramref name="work"/> says, or not at all for <c>null</c>; if the revision was raised meanwhile, at once.
    /// </summary>
    /// <param name="work">The person, with version and revision of the lease.</param>
    /// <param name="records">Records to add or replace; those that are not named stay.</param>
    /// <param name="isReleased">Whether the lease ends.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <returns><c>false</c> if the lease was lost; nothing was changed then.</returns>
    ValueTask<bool> SaveAsync(CrmWork work, IReadOnlyList<CrmRecord> records, bool isReleased, Instant now, CancellationToken cancellationToken);

    /// <summary>
    /// Removes all records of a leased person, if its version is still that of the lease; and the person, unless the revision was raised meanwhile.
    /// </summary>
    /// <returns><c>false</c> if the lease was lost; nothing was changed then.</returns>
    ValueTask<bool> ForgetAsync(CrmWork work, Instant now, CancellationToken cancellationToken);

    /// <summary>Records that were set aside, by person, kind and id.</summary>
    /// <param name="target">The CRM and the program; <c>null</c> for all.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    ValueTask<IReadOnlyList<CrmRecord>> ReadSetAsideAsync(string? target, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Makes records that were set aside pending again, with no hash and no attempts, and notes their persons.
    /// </summary>
    /// <param name="target">The CRM and the program.</param>
    /// <param name="customer">Only those of one person; <c>null</c> for all.</param>
    /// <param name="code">Only those with one <see cref="CrmRecord.Code"/>; <c>null</c> for all.</param>
    /// <param name="dueAt">When they are due.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <returns>How many records there were.</returns>
    ValueTask<int> RetryAsync(string target, CustomerId? customer, string? code, Instant dueAt, CancellationToken cancellationToken);

    /// <summary>How many records were set aside, over all CRMs, and since when the person who has been due for the longest time is due.</summary>
    ValueTask<CrmBacklog> ReadBacklogAsync(Instant now, CancellationToken cancellationToken);
}

/// <summary>What waits.</summary>
/// <param name="SetAside">How many records were set aside.</param>
/// <param name="OldestDueAt">Since when the person who has been due for the longest time is due; <c>null</c> if nobody is.</param>
public sealed record CrmBacklog(int SetAside, Instant? OldestDueAt);
