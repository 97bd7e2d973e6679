"""Technologies: their spellings, the families that use them, their effect on pay. No text, no
draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Technology:
    """One technology. An ambiguous name (`alone` set) is written bare only beside a clear one."""

    surfaces: tuple[str, ...]
    alone: tuple[str, ...] = ()


_NAMES = """
python|Python
javascript|JavaScript
typescript|TypeScript
java|Java
go|Go,Golang|Golang,Go services,backend services in Golang
rust|Rust|Rust programming,systems programming in Rust,production Rust code
scala|Scala
cpp|C++,modern C++
csharp|C#
dotnet|.NET,.NET Core
ruby|Ruby|the Ruby programming language
rails|Rails|the Rails framework
php|PHP
swift|Swift|Swift programming,the Swift programming language
kotlin|Kotlin
r|R|R programming,the R language
sql|SQL
elixir|Elixir
react|React,React.js|React.js,ReactJS
react-native|React Native
nextjs|Next.js
angular|Angular
vue|Vue.js
svelte|Svelte
nodejs|Node.js
django|Django
flask|Flask|the Flask web framework
fastapi|FastAPI
spring-boot|Spring Boot
graphql|GraphQL
docker|Docker
kubernetes|Kubernetes,Kubernetes,K8s
terraform|Terraform
ansible|Ansible
jenkins|Jenkins
github-actions|GitHub Actions
prometheus|Prometheus
grafana|Grafana
datadog|Datadog
opentelemetry|OpenTelemetry
aws|AWS,AWS,Amazon Web Services
gcp|GCP,Google Cloud
azure|Azure,Microsoft Azure
postgresql|PostgreSQL,PostgreSQL,Postgres
mysql|MySQL
mongodb|MongoDB
redis|Redis
elasticsearch|Elasticsearch
cassandra|Cassandra
dynamodb|DynamoDB
clickhouse|ClickHouse
kafka|Kafka,Apache Kafka
rabbitmq|RabbitMQ
spark|Spark,Apache Spark,PySpark|Apache Spark,PySpark
databricks|Databricks
airflow|Airflow,Apache Airflow
dbt|dbt
snowflake|Snowflake|the Snowflake data warehouse
bigquery|BigQuery
llm|LLMs,large language models
openai|OpenAI API,GPT-4,the OpenAI API
anthropic|Claude API,Anthropic API
rag|RAG,retrieval-augmented generation
langchain|LangChain
pytorch|PyTorch
tensorflow|TensorFlow
jax|JAX
cuda|CUDA
scikit-learn|scikit-learn
mlflow|MLflow
kubeflow|Kubeflow
sagemaker|SageMaker,Amazon SageMaker
ios|iOS
android|Android
flutter|Flutter
linux|Linux
embedded|embedded systems,embedded software
"""

TECHNOLOGIES: dict[str, Technology] = {
    name: Technology(tuple(rest[0].split(",")), tuple(rest[1].split(",")) if rest[1:] else ())
    for name, *rest in (line.split("|") for line in _NAMES.strip().splitlines())
}
IDS = list(TECHNOLOGIES)
COLUMN = {name: column for column, name in enumerate(IDS)}

_CLOUD = "docker .34 kubernetes .36 terraform .16 aws .38 gcp .14 azure .12 "
_STORE = "postgresql .36 mysql .12 mongodb .10 redis .18 kafka .18 elasticsearch .07 dynamodb .05 "
_OBSERVE = "prometheus .06 grafana .07 datadog .07 opentelemetry .03 "
_PROFILES = {
    "backend": "python .34 go .24 java .30 nodejs .14 typescript .14 ruby .05 rails .05 rust .05 "
    "csharp .07 dotnet .06 kotlin .06 scala .05 php .05 django .09 fastapi .07 flask .04 "
    "spring-boot .14 graphql .10 sql .16 cpp .04 elixir .02 rabbitmq .05 cassandra .04 llm .012 "
    "openai .004 github-actions .03 javascript .06 " + _CLOUD + _STORE + _OBSERVE,
    "frontend": "javascript .62 typescript .70 react .74 nextjs .24 vue .12 angular .12 svelte .04 "
    "nodejs .18 graphql .20 github-actions .05 python .06 llm .008 docker .06 aws .08",
    "fullstack": "typescript .60 javascript .42 react .64 nodejs .40 python .34 nextjs .16 vue .10 "
    "angular .08 graphql .16 postgresql .36 rails .07 ruby .03 django .10 go .10 java .12 "
    "csharp .06 dotnet .06 php .06 mongodb .10 redis .10 aws .34 docker .24 kubernetes .12 "
    "fastapi .05 llm .03 openai .012 sql .10 gcp .08 azure .06",
    "ios": "ios 1 swift .84 graphql .10 kotlin .04 react-native .06",
    "android": "android 1 kotlin .86 java .36 graphql .10 flutter .04",
    "mobile": "react-native .62 flutter .28 ios .60 android .60 typescript .44 javascript .26 "
    "swift .20 kotlin .20",
    "platform": "kubernetes .76 terraform .66 aws .54 docker .50 python .46 go .34 ansible .20 "
    "jenkins .14 github-actions .24 prometheus .34 grafana .34 datadog .18 linux .40 gcp .24 "
    "azure .20 opentelemetry .10 postgresql .10 kafka .08",
    "data": "python .74 sql .76 spark .36 airflow .40 dbt .32 snowflake .34 bigquery .20 kafka .24 "
    "databricks .20 aws .34 gcp .16 azure .12 scala .14 java .12 r .05 postgresql .12 "
    "kubernetes .10 terraform .08 clickhouse .05 mlflow .03 docker .08",
    "ml": "python .90 pytorch .60 tensorflow .38 jax .10 cuda .12 scikit-learn .30 mlflow .24 "
    "kubeflow .10 sagemaker .10 spark .16 sql .20 llm .28 rag .08 cpp .14 aws .24 gcp .14 "
    "docker .20 kubernetes .28 airflow .08 r .05 databricks .08",
    "ai": "python .82 llm 1 openai .44 anthropic .24 rag .44 langchain .30 typescript .30 "
    "fastapi .22 postgresql .16 react .14 nodejs .10 pytorch .16 aws .24 docker .14 kubernetes .14",
    "security": "python .50 aws .36 kubernetes .20 terraform .18 linux .28 go .16 azure .14 "
    "gcp .12 docker .12 java .08 javascript .06",
    "quality": "python .36 java .28 javascript .28 typescript .26 jenkins .22 github-actions .16 "
    "sql .20 docker .14 aws .10",
    "embedded": "cpp .76 embedded 1 python .34 linux .48 rust .08",
    "game": "cpp .74 csharp .40 python .22 android .05 ios .05",
    "systems": "cpp .42 rust .34 go .28 linux .44 python .22 java .14 kubernetes .22 cuda .05",
}
FAMILIES = list(_PROFILES)
USE = np.zeros((len(FAMILIES), len(IDS)))
for _row, _profile in enumerate(_PROFILES.values()):
    _words = _profile.split()
    for _name, _share in zip(_words[::2], _words[1::2], strict=True):
        USE[_row, COLUMN[_name]] = float(_share)

FAMILY_WEIGHT = dict(
    zip(FAMILIES, (20, 10, 15, 3, 3, 2, 12, 9, 1.6, 1.2, 5, 4, 3.5, 0.5, 5), strict=True)
)
FAMILY_PAY = dict(
    zip(
        FAMILIES,
        (0, -0.06, -0.04, 0, 0, -0.05, 0, 0, 0.08, 0.09, 0.01, -0.15, -0.05, 0.02, 0.06),
        strict=True,
    )
)
PAY = np.zeros(len(IDS))
for _name, _effect in {
    "openai": 0.08, "anthropic": 0.08, "pytorch": 0.04, "cuda": 0.06, "jax": 0.07, "rust": 0.05,
    "go": 0.03, "scala": 0.03, "kubernetes": 0.02, "llm": 0.03, "mlflow": 0.03, "tensorflow": 0.02,
    "php": -0.12, "jenkins": -0.03, "csharp": -0.05, "dotnet": -0.05, "angular": -0.05,
    "javascript": -0.04, "mysql": -0.03, "java": -0.01, "flutter": -0.04,
}.items():  # fmt: skip
    PAY[COLUMN[_name]] = _effect

AI_UNION = ("llm", "pytorch", "tensorflow", "openai", "mlflow")
FAMILY_TAGS = {
    "mlops": ("mlflow", "kubeflow", "sagemaker"),
    "devops": (
        "docker", "kubernetes", "terraform", "ansible", "jenkins", "github-actions", "prometheus",
        "grafana", "datadog", "opentelemetry",
    ),
}  # fmt: skip
"""Technologies of the two families whose pay the report compares."""
