using System.IO.Pipelines;
using Referrals.Recovery;
using Referrals.Storage;

namespace Referrals;

/// <content>Rebuilding, comparing, backing up and moving.</content>
public sealed partial class ReferralEngine
{
    /// <summary>
    /// Makes the whole state of a program anew in another store, out of this one's journal alone: every input is decided again
    /// and must lead to what it led to then. Versions, balances, ledger and counters come out as they are here. Who is behind a
    /// surrogate is no part of the journal, and taken over as it is.
    /// </summary>
    /// <remarks>
    /// This store is only read. Register every version of the program that ever decided, and the host's own rules as they were.
    /// Call it while nobody writes to the target; called again after an end in the middle, it goes over what is there and goes on. Events
    /// for delivery are not made anew.
    /// </remarks>
    /// <param name="target">The store to fill; its partition is empty, or holds what an earlier call has rebuilt.</param>
    /// <param name="program">The program; may be left out where there is only one.</param>
    /// <param name="progress">Is told how many inputs are decided, from time to time and at the end; optional.</param>
    /// <param name="cancellationToken">Ends the call early; what was rebuilt by then stays.</param>
    /// <returns>How many inputs the journal holds.</returns>
    /// <exception cref="ReferralsException">An input does not lead to what it led to then; nothing from it on is stored.</exception>
    public async ValueTask<long> RebuildAsync(
        IReferralStore target, ProgramId program = default, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        var rebuild = new JournalRebuild(target, PartitionOf(program), _programs.Find(program));
        var count = await rebuild.RunAsync(
            ScanAsync(program, RecordKind.Event, cancellationToken), progress, cancellationToken).ConfigureAwait(false);
        await rebuild.TakeOverAsync(ScanAsync(program, RecordKind.Person, cancellationToken), cancellationToken).ConfigureAwait(false);
        return count;
    }

    /// <summary>
    /// Compares what this store and another one hold of a program, key by key: contents, due times, typed columns and counters. Versions and
    /// positions are not compared, nor messages that wait for delivery. Call it while nobody writes.
    /// </summary>
    /// <returns>Every record that is not alike; none if all is equal.</returns>
    public IAsyncEnumerable<StoreDifference> CompareAsync(
        IReferralStore other, ProgramId program = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(other);
        return StoreComparison.FindAsync(_store, other, PartitionOf(program), cancellationToken);
    }

    /// <summary>
    /// Writes everything that the store holds of a program as JSON Lines: a backup, or a move to another database or tenant. The size does not
    /// matter; it is written as it is read. Events that wait for delivery are not part of it.
    /// </summary>
    /// <remarks>
    /// Call it while nobody writes, or in a transaction at repeatable read, so that all of it is of one moment.
    /// </remarks>
    /// <param name="destination">Where to write; it stays open.</param>
    /// <param name="program">The program; may be left out where there is only one.</param>
    /// <param name="progress">Is told how many records are written, from time to time and at the end; optional.</param>
    /// <param name="cancellationToken">Ends the call early; what was written by then is a cut file, which no import takes.</param>
    /// <returns>How many records were written.</returns>
    public async ValueTask<long> ExportAsync(
        Stream destination, ProgramId program = default, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var output = PipeWriter.Create(destination, new StreamPipeWriterOptions(leaveOpen: true));
        using var export = new PartitionExport(output);
        var count = await export.RunAsync(
            _store, PartitionOf(program), _clock.GetCurrentInstant(), progress, cancellationToken).ConfigureAwait(false);
        await output.CompleteAsync().ConfigureAwait(false);
        return count;
    }

    /// <summary>
    /// Fills an empty partition from what <see cref="ExportAsync"/> has written, of this tenant or of another one. Called again with the same
    /// file after an end in the middle, it goes on where it was; called again after the end, it changes nothing.
    /// </summary>
    /// <remarks>
    /// A stream that can seek is first read to its end: then a spoiled file is refused before anything is stored. Nobody else may write to the
    /// partition meanwhile. Use <see cref="VerifyLedgerAsync"/> afterwards to be sure.
    /// </remarks>
    /// <param name="source">The file; it stays open.</param>
    /// <param name="program">The program; may be left out where there is only one.</param>
    /// <param name="progress">Is told how many records are stored, from time to time; optional.</param>
    /// <param name="cancellationToken">Ends the call early; what was stored by then stays, and the next call goes on from there.</param>
    /// <returns>How many records the file has.</returns>
    /// <exception cref="PartitionFileException">The file is spoiled, cut, of another program or of an unknown version.</exception>
    /// <exception cref="ReferralsException">The partition is not empty, or somebody else wrote to it.</exception>
    public async ValueTask<long> ImportAsync(
        Stream source, ProgramId program = default, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var import = new PartitionImport(_store, PartitionOf(program));
        if (source.CanSeek)
        {
            var start = source.Position;
            await import.CheckAsync(source, cancellationToken).ConfigureAwait(false);
            source.Position = start;
        }

        return await import.RunAsync(source, progress, cancellationToken).ConfigureAwait(false);
    }
}
