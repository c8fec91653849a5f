"""What is done once every session has been tried."""


# A session that could not be exported is not done, whatever its measurement said.
rule mark:
    input:
        expand(f"{STEPS}/{{session}}.export", session=SESSIONS),
    output:
        touch(f"{STEPS}/marked"),
    params:
        results=RESULTS,
    container:
        None
    shell:
        "{PYTHON}/rows.py {params.results:q}"


# progress.csv, as `attune batch` writes it, and the folders of the sessions that are done.
rule collect:
    input:
        f"{STEPS}/marked",
    output:
        f"{STEPS}/collected",
    params:
        batch=batch_words("--collect"),
        results=RESULTS,
    shell:
        """
        {params.batch} >/dev/null || [ $? -ne 73 ]
        awk -F, -v folder={params.results:q} 'NR > 1 && $2 == "done" {{print folder "/" $1}}' \
            {params.results:q}/progress.csv >{output}
        """


# A session whose consent ends, or whose record is damaged, in the meantime is left out, and the study's page says so.
rule study:
    input:
        f"{STEPS}/collected",
    output:
        f"{RESULTS}/study/thirds.csv",
        f"{RESULTS}/study/study.html",
    params:
        attune=quote(config["attune"]),
        manifest=config["manifest"],
        folder=f"{RESULTS}/study",
        more=config["study_options"],
    log:
        f"{STEPS}/study.log",
    threads: config["costs"]["study"]["cores"]
    resources:
        mem_mb=cost_of_study("memory"),
        runtime=cost_of_study("minutes"),
    shell:
        """
        mapfile -t folders <{input}
        {params.attune} study "${{folders[@]}}" --sessions {params.manifest:q} --output {params.folder:q} \
            --leave-out --force {params.more} >{log} 2>&1 || {{ status=$?; tail -n 1 {log} >&2; exit $status; }}
        """


# The tables of the whole study, and none of a session that is not done any more.
rule dataset:
    input:
        expand(f"{STEPS}/{{session}}.tables", session=SESSIONS),
        [f"{RESULTS}/study/thirds.csv"] if config["study"] else [],
        collected=f"{STEPS}/collected",
    output:
        touch(f"{STEPS}/tables"),
    params:
        tables=f"{RESULTS}/tables",
        study=["--study", f"{RESULTS}/study"] if config["study"] else [],
    container:
        None
    shell:
        "{PYTHON}/tables.py study {params.tables:q} --only {input.collected} {params.study:q}"
