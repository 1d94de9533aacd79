namespace Referrals.Kpis.Columns;

internal readonly ref partial struct ShardFold
{
    private void Answers()
    {
        for (var chunk = 0; chunk < _shard.AnswerTimes.Chunks; chunk++)
        {
            var by = _shard.AnswerBy.Chunk(chunk);
            var scores = _shard.AnswerScore.Chunk(chunk);
            var runs = new Runs(_fold.Windows, _shard.AnswerTimes, chunk);
            while (runs.Next())
            {
                for (var i = runs.Start; i < runs.End; i++)
                {
                    ref var cell = ref _cells[_people[by[i]].Cells + runs.Window];
                    cell.Promoters += scores[i] >= 9 ? 1 : 0;
                    cell.Passives += scores[i] is 7 or 8 ? 1 : 0;
                    cell.Detractors += scores[i] <= 6 ? 1 : 0;
                }
            }
        }
    }

    private void SpentCosts()
    {
        for (var chunk = 0; chunk < _shard.Costs.Times.Chunks; chunk++)
        {
            var times = _shard.Costs.Times.Chunk(chunk);
            for (var i = 0; i < times.Length; i++)
            {
                SpentCost((chunk * Column<int>.ChunkLength) + i, times[i]);
            }
        }
    }

    private void SpentCost(int row, long at)
    {
        var ending = _fold.Windows.EndingAfter(at);
        if (ending == _fold.Span.Length)
        {
            return;
        }

        var costs = _shard.Costs;
        var traits = costs.Traits[row];
        var by = costs.By[row];
        var group = by == Shard.Nobody
            ? _fold.Groups.Of(traits, costs.Referrer[row])
            : _fold.Groups.OfCost(_shard.Traits[by], traits, costs.Referrer[row]);
        var amount = costs.Kind[row] == Costs.Reversed ? -costs.Amount[row] : costs.Amount[row];
        ref var cell = ref _cells[(group * _fold.Span.Length) + ending];
        cell.NewlyOutstanding += costs.Kind[row] == Costs.Plain ? 0 : amount;
        if (_fold.Windows.Find(at) == ending)
        {
            cell.Granted += costs.Kind[row] == Costs.Granted ? amount : 0;
            cell.Reversed -= costs.Kind[row] == Costs.Reversed ? amount : 0;
            _state.Costs[(((group * _fold.Span.Length) + ending) * _fold.Channels) + _fold.ChannelOf[traits]] += amount;
        }
    }

    private void Happened()
    {
        for (var chunk = 0; chunk < _shard.Happenings.Times.Chunks; chunk++)
        {
            var runs = new Runs(_fold.Windows, _shard.Happenings.Times, chunk);
            while (runs.Next())
            {
                for (var i = runs.Start; i < runs.End; i++)
                {
                    Happen((chunk * Column<int>.ChunkLength) + i, runs.Window);
                }
            }
        }
    }

    private void Happen(int row, int window)
    {
        var happenings = _shard.Happenings;
        var by = happenings.By[row];
        var cell = window + (by == Shard.Nobody
            ? _fold.Groups.Of(happenings.Traits[row], Shard.Nobody) * _fold.Span.Length
            : _people[by].Cells);
        switch (happenings.Kind[row])
        {
            case Happenings.Created:
                _cells[cell].Created++;
                break;
            case Happenings.Qualified:
                _cells[cell].Qualified++;
                break;
            default:
                var key = (cell, happenings.Kind[row], happenings.Code[row]);
                _state.Happenings[key] = _state.Happenings.GetValueOrDefault(key) + 1;
                break;
        }
    }
}
