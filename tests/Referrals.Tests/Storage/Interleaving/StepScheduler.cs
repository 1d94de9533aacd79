namespace Referrals.Tests.Storage.Interleaving;

/// <summary>
/// Lets workers take turns in an order that follows from a seed alone. A worker that waits here goes on when the scheduler picks
/// it, on the one thread that runs everything, until it waits again.
/// </summary>
internal sealed class StepScheduler(Random random)
{
    private readonly List<TaskCompletionSource> _waiting = [];

    public Task StepAsync()
    {
        var turn = new TaskCompletionSource();
        _waiting.Add(turn);
        return turn.Task;
    }

    /// <summary>Picks waiting workers until all tasks have ended.</summary>
    public void Run(IReadOnlyList<Task> workers)
    {
        while (_waiting.Count > 0)
        {
            var place = random.Next(_waiting.Count);
            var turn = _waiting[place];
            _waiting.RemoveAt(place);
            turn.SetResult();
        }

        if (workers.Any(worker => !worker.IsCompleted))
        {
            throw new InvalidOperationException("A worker waits for something that the scheduler does not know.");
        }
    }
}
