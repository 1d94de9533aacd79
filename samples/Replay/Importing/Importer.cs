using NodaTime;
using Referrals;

namespace Replay.Importing;

/// <summary>
/// Reports the inputs to the SDK, a few hundred in one transaction of the host: the SDK's store joins it. What a killed run has
/// not committed the next run adds; what it has committed the SDK recognises by the inputs' keys.
/// </summary>
internal sealed class Importer(ReplayDbContext context, ReferralEngine referrals, CodesByCustomer codes, ReplayInput input)
{
    private const int BatchSize = 500;

    private readonly Dictionary<CustomerId, string> _oldCodes = (input.History.Enrollments ?? [])
        .Where(static row => row.Code is not null)
        .ToDictionary(static row => row.Customer, static row => row.Code!);

    private readonly Dictionary<string, string> _newCodes = new(StringComparer.OrdinalIgnoreCase);
    private LocalDate _today;
    private int _added;
    private int _vested;

    /// <param name="progress">Is told how many inputs are done.</param>
    /// <param name="cancellationToken">Stops the import and takes the open transaction back.</param>
    public async Task<ImportResult> RunAsync(IProgress<int> progress, CancellationToken cancellationToken)
    {
        var steps = input.Steps;
        for (var done = 0; done < steps.Count; done += BatchSize)
        {
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            foreach (var step in steps.Skip(done).Take(BatchSize))
            {
                await PassTimeAsync(step.At, cancellationToken).ConfigureAwait(false);
                await SubmitAsync(step.Input, cancellationToken).ConfigureAwait(false);
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            progress.Report(Math.Min(done + BatchSize, steps.Count));
        }

        _vested += (await referrals.Operations.ProcessDueAsync(input.Until, cancellationToken: cancellationToken).ConfigureAwait(false)).Happened;
        return new ImportResult(_added, steps.Count - _added, _vested);
    }

    /// <summary>At the start of each day rewards whose hold is over become available, as by a host's nightly job.</summary>
    private async Task PassTimeAsync(Instant at, CancellationToken cancellationToken)
    {
        var zone = input.Program.Zone;
        var day = at.InZone(zone).Date;
        if (day > _today)
        {
            _today = day;
            var midnight = day.AtStartOfDayInZone(zone).ToInstant();
            _vested += (await referrals.Operations.ProcessDueAsync(midnight, cancellationToken: cancellationToken).ConfigureAwait(false)).Happened;
        }
    }

    private async Task SubmitAsync(ReferralInput fact, CancellationToken cancellationToken)
    {
        if (fact is Enrollment enrollment)
        {
            await EnrollAsync(enrollment, cancellationToken).ConfigureAwait(false);
            return;
        }

        var decision = await referrals.SubmitAsync(Translated(fact), cancellationToken: cancellationToken).ConfigureAwait(false);
        _added += decision.IsRepeated ? 0 : 1;
    }

    private async Task EnrollAsync(Enrollment enrollment, CancellationToken cancellationToken)
    {
        codes.Begin(enrollment.Customer);
        var enrolled = await referrals.EnrollAsync(enrollment, cancellationToken: cancellationToken).ConfigureAwait(false);
        _added += enrolled.Decision.IsRepeated ? 0 : 1;
        if (_oldCodes.TryGetValue(enrollment.Customer, out var old))
        {
            _newCodes[old] = enrolled.DisplayCode;
        }
    }

    /// <summary>A code of the old product that somebody typed means the code that its referrer has now.</summary>
    private ReferralInput Translated(ReferralInput fact) =>
        fact is SignUp { Code: { } code } signUp && _newCodes.TryGetValue(code, out var now) ? signUp.WithCode(now) : fact;
}
